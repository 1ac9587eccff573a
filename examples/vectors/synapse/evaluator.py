"""Evaluates vectors with the push rules of Synapse, for `plexor vectors --run`."""

import json
import sys
from importlib.metadata import version
from typing import Any

from synapse.api.room_versions import KNOWN_ROOM_VERSIONS, RoomVersion
from synapse.event_auth import get_user_power_level
from synapse.events import EventBase, make_event_from_dict
from synapse.push.bulk_push_rule_evaluator import _flatten_dict
from synapse.push.httppusher import tweaks_for_actions
from synapse.push.rulekinds import PRIORITY_CLASS_MAP
from synapse.rest.client.push_rule import _rule_tuple_from_request_object
from synapse.synapse_rust.push import (
    FilteredPushRules,
    PushRule,
    PushRuleEvaluator,
    PushRules,
    get_base_rule_ids,
)

KINDS = ("override", "content", "room", "sender", "underride")

# Synapse returns the actions of the rule that wins, but not the rule: this tweak of each rule names it.
NAME_TWEAK = "plexor.rule"

NO_EXPERIMENTS = {
    "msc1767_enabled": False,
    "msc3381_polls_enabled": False,
    "msc3664_enabled": False,
    "msc4028_push_encrypted_events": False,
    "msc4075_enabled": False,
    "msc4210_enabled": False,
    "msc4306_enabled": False,
}


def rules_of(ruleset: dict[str, list[dict[str, Any]]]) -> FilteredPushRules:
    """Stores the rules as the endpoints of Synapse do. Its own default rules are off unless the ruleset has them."""
    enabled = dict.fromkeys(get_base_rule_ids(), False)
    rules = []
    for kind in KINDS:
        for rule in ruleset.get(kind, []):
            rule_id = f"global/{kind}/{rule['rule_id']}"
            enabled[rule_id] = rule["enabled"]
            conditions, actions = _rule_tuple_from_request_object(
                kind, rule["rule_id"], {"conditions": [], **rule}
            )
            named = [*actions, {"set_tweak": NAME_TWEAK, "value": [kind, rule["rule_id"]]}]
            rules.append(
                PushRule.from_db(rule_id, PRIORITY_CLASS_MAP[kind], json.dumps(conditions), json.dumps(named))
            )
    return FilteredPushRules(PushRules(rules), enabled, **NO_EXPERIMENTS)


def state_of(room: dict[str, Any], room_version: RoomVersion) -> dict[tuple[str, str], Any]:
    """Returns the events of the room on which power levels depend."""
    creator, *additional = room["creators"]
    contents = {
        "m.room.create": {
            "creator": creator,
            "room_version": room["version"],
            "additional_creators": additional,
        }
    }
    if "power_levels" in room:
        contents["m.room.power_levels"] = room["power_levels"]
    return {
        (type, ""): event_of({"type": type, "state_key": "", "sender": creator, "content": content}, room_version)
        for type, content in contents.items()
    }


def event_of(fields: dict[str, Any], room_version: RoomVersion) -> EventBase:
    """Returns an event as Synapse receives it from another server, whose ID it computes itself."""
    federated = {
        "room_id": "!room:example.org",
        "origin_server_ts": 0,
        **{name: value for name, value in fields.items() if name != "event_id"},
        "depth": 1,
        "auth_events": [],
        "prev_events": [],
        "hashes": {"sha256": ""},
        "signatures": {},
        "unsigned": fields.get("unsigned", {}),
    }
    return make_event_from_dict(federated, room_version)


def notification_levels_of(power_levels: dict[str, Any], room_version: RoomVersion) -> dict[str, Any]:
    """Returns the levels in `notifications`; in old rooms as integers, as Synapse reads them there."""
    levels = dict(power_levels.get("notifications", {}))
    if room_version.enforce_int_power_levels:
        return levels
    return {key: number for key, level in levels.items() if (number := as_integer(level)) is not None}


def as_integer(level: Any) -> int | None:
    try:
        return int(level)
    except (TypeError, ValueError):
        return None


def answer(question: dict[str, Any]) -> dict[str, Any]:
    room = question["room"]
    room_version = KNOWN_ROOM_VERSIONS[room["version"]]
    event = event_of(question["event"], room_version)
    evaluator = PushRuleEvaluator(
        _flatten_dict(event),
        "m.mentions" in event.content,
        room["member_count"],
        get_user_power_level(event.sender, state_of(room, room_version)),
        notification_levels_of(room.get("power_levels", {}), room_version),
        {},
        False,
        room_version.msc3931_push_features,
        False,
        False,
        False,
    )
    actions = evaluator.run(rules_of(question["ruleset"]), question["user_id"], room.get("display_name"), None)
    tweaks = dict(tweaks_for_actions(actions))
    kind, rule_id = tweaks.pop(NAME_TWEAK, (None, None))
    return {
        "rule": kind and {"kind": kind, "rule_id": rule_id},
        "notify": "notify" in actions,
        "tweaks": tweaks,
    }


def reply_to(message: dict[str, Any]) -> dict[str, Any]:
    if "id" not in message:
        return {
            "plexor_vectors": 1,
            "name": "Synapse",
            "version": version("matrix-synapse"),
            "spec_versions": ["v1.15"],
        }
    try:
        return {"id": message["id"], **answer(message)}
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # A panic of the Rust part of Synapse is not an Exception
        return {"id": message["id"], "error": f"{type(error).__name__}: {error}"}


for line in sys.stdin:
    print(json.dumps(reply_to(json.loads(line))), flush=True)
