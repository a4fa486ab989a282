"""The triggers as SQL: for each watched table, what fires on it and what it notes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.apps import apps
from django.db.models import ForeignKey, Model

from website.models import WHOLE_SITE, Stamp
from website.watched import SITE, WATCHED, Watched

PREFIX = "website_"
STAMPS = Stamp._meta.db_table
# Up to 31 bits: the sum of a thousand million moves still fits into 63.
NUMBER = {
    "postgresql": "1 + floor(random() * 2147483647)::bigint",
    "sqlite": "1 + abs(random() % 2147483647)",
}
ROWS = {"INSERT": ("NEW",), "UPDATE": ("NEW", "OLD"), "DELETE": ("OLD",)}

# A transaction that changes thousands of rows notes one move. Immediate triggers that only add
# rows: nobody waits for a lock, and nothing is left to be done at the commit.
POSTGRES = """
CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    way record;
    mark text;
BEGIN
    FOR way IN {ways} LOOP
        mark := 'website.moved_' || way.campaign || '_{views}';
        IF way.campaign IS NOT NULL AND current_setting(mark, true) IS DISTINCT FROM '1' THEN
            PERFORM set_config(mark, '1', true);
            INSERT INTO {stamps} (campaign_id, views, number)
            VALUES (way.campaign, {views}, {number});
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER "{name}" AFTER {event} ON "{table}"
FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION "{name}"();
"""
# Writers follow one another here, so that a campaign's row can be written over.
SQLITE = """
CREATE TRIGGER "{name}" AFTER {event} ON "{table}" FOR EACH ROW WHEN {condition} BEGIN
    INSERT INTO {stamps} (campaign_id, views, number)
    SELECT way.campaign, {views}, 0 FROM ({ways}) way
    WHERE way.campaign IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM {stamps} stamp
        WHERE stamp.campaign_id = way.campaign AND stamp.views = {views}
    );
    UPDATE {stamps} SET number = number + {number}
    WHERE views = {views} AND campaign_id IN ({ways});
END
"""
TEXTS = {"postgresql": POSTGRES, "sqlite": SQLITE}


@dataclass(frozen=True)
class Trigger:
    """One trigger: its name, and the statement that makes it.

    The name ends in a digest of the statement: one look at the names tells whether the triggers
    that are there are those that are wanted.
    """

    name: str
    create: str


def triggers_for(vendor: str) -> list[Trigger]:
    """All triggers for a database of that vendor."""
    return [
        _trigger(watched, event, vendor)
        for watched in WATCHED
        for event in ROWS
        if event == "UPDATE" or not watched.only
    ]


def model_of(watched: Watched) -> type[Model]:
    """The model of a watched table, be it the one behind a many-to-many field."""
    app, name, *fields = watched.table.split(".")
    model: type[Model] = apps.get_model(app, name)
    for field in fields:
        model = getattr(model, field).through
    return model


def _trigger(watched: Watched, event: str, vendor: str) -> Trigger:
    model = model_of(watched)
    way = _way(watched, model)
    parts = {
        "event": event,
        "table": model._meta.db_table,
        "stamps": STAMPS,
        "condition": _condition(watched, model, event, vendor),
        "ways": " UNION ".join(way.format(row=row) for row in ROWS[event]),
        "views": "TRUE" if watched.views else "FALSE",
        "number": NUMBER[vendor],
    }
    digest = hashlib.sha256(TEXTS[vendor].format(name="", **parts).encode()).hexdigest()[:6]
    name = f"{PREFIX}{model._meta.db_table}_{event.lower()}_{digest}"
    return Trigger(name, TEXTS[vendor].format(name=name, **parts))


def _way(watched: Watched, model: type[Model]) -> str:
    """A SELECT of the campaigns of {row}, in a column that is called `campaign`."""
    if watched.campaigns == SITE:
        return f"SELECT {WHOLE_SITE} AS campaign"
    if watched.campaigns.startswith("SELECT "):
        return watched.campaigns
    first, *others = watched.campaigns.split("__")
    start = field = _foreign_key(model, first)
    if not others:
        return f"SELECT {{row}}.{start.column} AS campaign"
    joins: list[str] = []
    for number, name in enumerate(others):
        on = f" ON t{number}.id = t{number - 1}.{field.column}" if joins else ""
        joins.append(f'"{field.related_model._meta.db_table}" t{number}{on}')
        field = _foreign_key(field.related_model, name)
    campaign = f"SELECT t{len(joins) - 1}.{field.column} AS campaign"
    return f"{campaign} FROM {' JOIN '.join(joins)} WHERE t0.id = {{row}}.{start.column}"


def _foreign_key(model: type[Model], name: str) -> ForeignKey[Model, Model]:
    field: ForeignKey[Model, Model] = model._meta.get_field(name)  # type: ignore[assignment]  # `campaigns` names nothing else
    return field


def _condition(watched: Watched, model: type[Model], event: str, vendor: str) -> str:
    public = [f"({watched.public.format(row=row)})" for row in ROWS[event] if watched.public]
    conditions = [f"({' OR '.join(public)})"] if public else []
    if event == "UPDATE":
        differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
        columns = [
            field.column
            for field in model._meta.local_concrete_fields
            if field.column not in watched.hidden
            and (not watched.only or field.column in watched.only)
        ]
        changed = " OR ".join(f'OLD."{name}" {differs} NEW."{name}"' for name in columns)
        conditions.append(f"({changed})")
    return " AND ".join(conditions) or "TRUE"
