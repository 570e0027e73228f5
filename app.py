"""Wire the house together: create_app for any WSGI server; `python app.py` serves with gunicorn."""

from __future__ import annotations

import sys

from flask import Flask

from archive.errors import ConvoyError
from archive.settings import Settings
from search.opening import open_service
from web import api, around, discovery, editions, entities, exports, feeds, links, preview, provenance, register
from web.server import serve


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application on the archive the settings name (None: those of the environment)."""
    chosen = Settings.from_environment() if settings is None else settings
    app = Flask("convoy", root_path=None, template_folder="templates", static_folder=None)
    service = open_service(chosen)
    app.config["ADDRESS"] = chosen.address
    register(app, service)
    app.register_blueprint(provenance.blueprint(service))
    app.register_blueprint(api.blueprint(service))
    app.register_blueprint(exports.blueprint(service, chosen.address))
    app.register_blueprint(feeds.blueprint(service, chosen.address))
    discovery.register(app, service, address=chosen.address, origins=chosen.cors)
    app.register_blueprint(entities.blueprint(service))
    links.register(app, service)
    editions.register(app, service)
    preview.register(app)
    around.register(app, service)
    return app


def main() -> int:
    """Serve until stopped; a setting that cannot be read is one line and exit status 2."""
    try:
        settings = Settings.from_environment()
        serve(lambda: create_app(settings), settings)
    except ConvoyError as error:
        print(f"convoy: {error.message}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
