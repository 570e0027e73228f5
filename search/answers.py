"""What the API answers beyond a page of results: one article, one facet, evidence, editions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from archive.errors import Gone
from archive.facets import FACETS
from archive.model import Edition, Version
from archive.store.rows import content_hash
from search.evidence import Proof, proofs
from search.listing import LabelCache
from search.render import next_address, shown_address, told
from search.request import SearchRequest
from search.result import FacetList, Report, ResultPage, Story, Value
from search.service import Service
from search.shapes import (
    ArticleAnswer,
    EditionsAnswer,
    EditionShape,
    EvidenceAnswer,
    NamedValue,
    ProofShape,
    ReportShape,
    StoryShape,
)


def article_answer(service: Service, article_id: str, request: SearchRequest) -> ArticleAnswer:
    """Return an article with its values and their evidence. Raises NotFound, and Gone where it was withdrawn."""
    page = service.article(article_id, request)
    edition = page.edition
    version = service.store.version(article_id, edition)
    if version is None:
        raise Gone("This article was withdrawn from the archive this moment.")
    labels = LabelCache(service)
    article = version.article
    values = {facet.name: named_values(version, facet.name, labels) for facet in FACETS}
    return {
        "id": article.id,
        "external_id": article.external_id or None,
        "url": f"/articles/{article.id}",
        "edition": edition,
        "hash": content_hash(article),
        "title": article.title,
        "standfirst": article.standfirst,
        "text": article.text,
        "author": article.author,
        "date": article.date,
        "time": article.time,
        "source": next(iter(values["source"]), None),
        "original": article.url,
        "language": article.language,
        "story": story_shape(page.story),
        "facets": {facet.name: values[facet.name] for facet in FACETS if facet.from_text},
        "evidence": [proof_shape(proof) for proof in proofs(version, edition, labels)],
    }


def story_shape(story: Story) -> StoryShape:
    """Return a story as plain values."""
    shape: StoryShape = {"id": story.id, "reports": story.reports}
    if story.listed:
        shape["others"] = [report_shape(report) for report in story.listed if not report.here]
    return shape


def report_shape(report: Report) -> ReportShape:
    """Return a report of a story as plain values."""
    return {
        "id": report.id,
        "external_id": report.external_id,
        "url": report.url,
        "title": report.title,
        "date": report.date,
        "source": named_value(report.source) if report.source else None,
        "found": report.found,
    }


def named_values(version: Version, facet: str, labels: LabelCache) -> list[NamedValue]:
    """Return a version's values in one facet with their labels."""
    return [named_value(labels.value(facet, value)) for value in version.values.get(facet, ())]


def named_value(value: Value) -> NamedValue:
    """Return a value's id and label."""
    return {"value": value.value, "label": value.label}


def proof_shape(proof: Proof) -> ProofShape:
    """Return a piece of evidence as plain values."""
    return {
        "article": proof.article,
        "url": proof.url,
        "hash": proof.hash,
        "edition": proof.edition,
        "title": proof.title,
        "date": proof.date,
        "facet": proof.facet,
        "value": proof.value,
        "label": proof.label,
        "sentence": proof.sentence,
        "start": proof.start,
        "end": proof.end,
        "mentions": [list(mention) for mention in proof.mentions],
        "rules": list(proof.rules),
        "sentence_url": proof.sentence_url,
    }


def evidence_answer(service: Service, page: ResultPage) -> EvidenceAnswer:
    """Return the evidence of the articles of a result page."""
    labels = LabelCache(service)
    versions = (service.store.version(hit.id, page.edition) for hit in page.hits)
    found = (proof for version in versions if version for proof in proofs(version, page.edition, labels))
    return {
        "url": shown_address(page),
        "edition": page.edition,
        "total": page.total,
        "page": page.page,
        "pages": page.pages,
        "notices": [told(notice) for notice in page.notices],
        "evidence": [proof_shape(proof) for proof in found],
        "next": next_address(page, "/api/evidence"),
    }


def editions_answer(editions: Iterable[Edition]) -> EditionsAnswer:
    """Return editions as plain values."""
    return {"editions": [edition_shape(edition) for edition in editions]}


def edition_shape(edition: Edition) -> EditionShape:
    """Return an edition as plain values."""
    return {
        "number": edition.number,
        "made": edition.made,
        "reason": edition.told,
        "added": edition.added,
        "changed": edition.changed,
        "withdrawn": edition.withdrawn,
        "relabelled": edition.relabelled,
    }


def facet_part(listed: FacetList, start: int, end: int) -> FacetList:
    """Return a facet with some of its values."""
    return replace(listed, values=listed.values[start:end])
