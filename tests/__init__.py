"""unit: one room, no server; contract: every engine alike; web: through the app; browser: Chromium; faults: kills; house: rules."""
