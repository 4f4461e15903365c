"""Administration of the rules of counting: every version, and two ways to a new one: as data, or by its clauses."""

import json
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from voting.domain.ballots.rule_set import Parameter, RuleSet, parameters
from voting.domain.ballots.rule_set_json import RuleSetUnreadable, rule_set_from_json
from voting.domain.calendar import london_date
from voting.domain.errors import RuleBroken
from voting.domain.people import Action
from voting.domain.typed_text import storable
from voting.queries.ballots import RuleSetView, rule_set_list, rule_set_view
from voting.services import ballots as services
from voting.web.ballots import blueprint
from voting.web.edge import (
    Answer,
    Form,
    carrying_out,
    current_actor,
    reading,
    requires,
    status_of,
    words_in,
)

LARGEST = 50_000


class ClauseNotNamed(RuleBroken):
    """A clause is confirmed without being named."""


class RuleSetForm(Form):
    """A new version as data."""

    rules = TextAreaField(
        "Rules as JSON",
        [InputRequired("Paste the rules."), Length(max=LARGEST)],
        description="Every parameter with its value, its clause and who confirmed it. Give it a version of its own.",
    )

    def refuse(self, refused: RuleBroken) -> None:
        """Whatever parameter is wrong, it stands in the one field."""
        super().refuse(RuleBroken(refused.sentence, "rules"))


@blueprint.get("/rule-sets")
@requires(Action.ADMINISTER)
def rule_sets() -> Answer:
    """Every version of the rules, the latest first."""
    with reading() as (session, _now):
        rows = rule_set_list(session)
    return render_template("ballots/rule_sets.html", rows=rows)


@blueprint.get("/rule-sets/<int:rule_set_id>")
@requires(Action.ADMINISTER)
def rule_set(rule_set_id: int) -> Answer:
    """One version in words, with its clauses."""
    return render_template("ballots/rule_set.html", view=_view(rule_set_id))


@blueprint.route("/rule-sets/new", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def add_rule_set() -> Answer:
    """Add a version as data, beginning from another where the address names one."""
    begun_from = request.args.get("from", type=int)
    form = RuleSetForm(rules=_view(begun_from).json if begun_from is not None else "")
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            rules = _read(words_in(form.rules))
            made = services.add_rule_set(session, actor=current_actor(), now=now, rule_set=rules)
        if not form.errors:
            return redirect(url_for("ballots.rule_set", rule_set_id=made), 303)
    return render_template("ballots/add_rule_set.html", form=form), status_of(form)


@blueprint.route("/rule-sets/<int:rule_set_id>/confirm", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def confirm_clauses(rule_set_id: int) -> Answer:
    """Make a new version with the same values, in which clauses are named and confirmed against an SEC version."""
    view = _view(rule_set_id)
    rules = rule_set_from_json(json.loads(view.json))
    form = _clauses_form(rules)
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            confirmed = _confirmed(rules, form)
            made = services.add_rule_set(session, actor=current_actor(), now=now, rule_set=confirmed)
        if not form.errors:
            flash("The new version is added. Votes that are prepared from now on can use it.", "good")
            return redirect(url_for("ballots.rule_set", rule_set_id=made), 303)
    names = [name for name, _parameter in parameters(rules)]
    fields = [
        (words, form[f"clause_{name}"], form[f"sure_{name}"]) for words, name in zip(view.rules, names, strict=True)
    ]
    return render_template("ballots/confirm_clauses.html", form=form, view=view, fields=fields), status_of(form)


def _view(rule_set_id: int) -> RuleSetView:
    with reading() as (session, _now):
        return rule_set_view(session, rule_set_id=rule_set_id)


def _read(text: str) -> RuleSet:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = (
            f" The first thing that cannot be read is in line {error.lineno}."
            if isinstance(error, json.JSONDecodeError)
            else ""
        )
        raise RuleSetUnreadable(f"This is not JSON.{where}") from error
    said = json.dumps(raw, ensure_ascii=False)
    if storable(said) != said or "\\u0000" in said:
        raise RuleSetUnreadable("It holds characters that cannot be kept, such as U+0000. Remove them.")
    return rule_set_from_json(raw)


def _clauses_form(rules: RuleSet) -> Form:
    fields: dict[str, Any] = {
        "version": StringField(
            "New version", [InputRequired("Give the version."), Length(max=40)], description=f"Now: {rules.version}."
        ),
        "sec_version": StringField(
            "SEC version", [InputRequired("Name the version of the SEC that the clauses stand in."), Length(max=40)]
        ),
    }
    for name, parameter in parameters(rules):
        fields[f"clause_{name}"] = StringField("Clause", [Length(max=120)], default=parameter.clause or "")
        fields[f"sure_{name}"] = BooleanField("I looked it up", default=parameter.is_confirmed)
    form: Form = type("ClausesForm", (Form,), fields)()
    return form


def _confirmed(rules: RuleSet, form: Form) -> RuleSet:
    """The same values under a new version; a clause that was ticked is confirmed by whoever ticked it, today."""
    with reading() as (_session, now):
        today = london_date(now)
    sec_version = words_in(form["sec_version"])
    given: dict[str, Any] = {}
    for name, parameter in parameters(rules):
        clause = words_in(form[f"clause_{name}"]) or None
        sure = bool(form[f"sure_{name}"].data)
        if sure and clause is None:
            raise ClauseNotNamed("Name the clause that you looked up.", f"clause_{name}")
        as_before = parameter.is_confirmed and (clause, sec_version) == (parameter.clause, parameter.sec_version)
        if sure and as_before:
            given[name] = parameter
        elif sure:
            given[name] = Parameter(parameter.value, clause, current_actor().name, today, sec_version)
        else:
            given[name] = Parameter(parameter.value, clause)
    return replace(rules, version=words_in(form["version"]), **given)
