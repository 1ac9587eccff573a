//! Evaluates vectors with the push rules of ruma, for `plexor vectors --run`.

use std::error::Error;
use std::io::{self, BufRead, Write};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use ruma::events::room::power_levels::{RoomPowerLevels, RoomPowerLevelsEventContent};
use ruma::push::{AnyPushRuleRef, PushConditionRoomCtx, Ruleset};
use ruma::serde::Raw;
use ruma::{OwnedRoomId, OwnedUserId, RoomVersionId, UInt};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Version of ruma, as in Cargo.toml.
const VERSION: &str = "0.17.2";

/// Question about a vector. Whatever ruma has to refuse is parsed as late as possible, so that the answer has its id.
#[derive(Deserialize)]
struct Question {
    id: u64,
    user_id: OwnedUserId,
    ruleset: Value,
    event: Raw<Value>,
    room: Room,
}

#[derive(Deserialize)]
struct Room {
    member_count: UInt,
    display_name: Option<String>,
    power_levels: Option<Value>,
    creators: Vec<OwnedUserId>,
    version: RoomVersionId,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut output = io::stdout();
    for line in io::stdin().lock().lines() {
        let reply = reply_to(&line?)?;
        writeln!(output, "{reply}")?;
        output.flush()?;
    }
    Ok(())
}

fn reply_to(line: &str) -> Result<Value, Box<dyn Error>> {
    let message: Map<String, Value> = serde_json::from_str(line)?;
    if !message.contains_key("id") {
        return Ok(json!({
            "plexor_vectors": 1,
            "name": "ruma",
            "version": VERSION,
            "spec_versions": ["v1.19"],
        }));
    }
    let question: Question = serde_json::from_str(line)?;
    let id = question.id;
    let mut reply = answer(question).unwrap_or_else(|error| json!({ "error": error.to_string() }));
    reply["id"] = id.into();
    Ok(reply)
}

fn answer(Question { user_id, ruleset, event, room, .. }: Question) -> Result<Value, Box<dyn Error>> {
    let ruleset: Ruleset = serde_json::from_value(ruleset)?;
    let room_id: OwnedRoomId = event.get_field("room_id")?.ok_or("the event has no room_id")?;
    let context = context_of(room, room_id, user_id)?;
    let rule = ready(ruleset.get_match(&event, &context));
    Ok(match rule {
        None => json!({ "rule": null, "notify": false }),
        Some(rule) => json!({
            "rule": { "kind": kind_of(&rule), "rule_id": rule.rule_id() },
            "notify": rule.triggers_notification(),
            "tweaks": tweaks_of(rule)?,
        }),
    })
}

fn context_of(room: Room, room_id: OwnedRoomId, user_id: OwnedUserId) -> Result<PushConditionRoomCtx, Box<dyn Error>> {
    let rules = room.version.rules().ok_or("unknown room version")?;
    let content: Option<RoomPowerLevelsEventContent> = room.power_levels.map(serde_json::from_value).transpose()?;
    let power_levels = RoomPowerLevels::new(content.into(), &rules.authorization, room.creators);
    let display_name = room.display_name.unwrap_or_default();
    let context = PushConditionRoomCtx::new(room_id, room.member_count, user_id, display_name);
    Ok(context.with_power_levels(power_levels.into()))
}

fn kind_of(rule: &AnyPushRuleRef<'_>) -> Option<&'static str> {
    match rule {
        AnyPushRuleRef::Override(_) => Some("override"),
        AnyPushRuleRef::Content(_) => Some("content"),
        AnyPushRuleRef::Room(_) => Some("room"),
        AnyPushRuleRef::Sender(_) => Some("sender"),
        AnyPushRuleRef::Underride(_) => Some("underride"),
        _ => None,
    }
}

/// Returns the tweaks by name: `highlight` as ruma interprets it, the others with their values.
fn tweaks_of(rule: AnyPushRuleRef<'_>) -> Result<Map<String, Value>, Box<dyn Error>> {
    let mut tweaks = Map::new();
    for action in rule.actions() {
        let mut action = serde_json::to_value(action)?;
        if let Some(name) = action["set_tweak"].as_str().map(str::to_owned) {
            tweaks.insert(name, action["value"].take());
        }
    }
    tweaks.insert("highlight".into(), rule.triggers_highlight().into());
    Ok(tweaks)
}

/// Returns the result of a future that never waits.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => unreachable!("conditions are evaluated without waiting"),
    }
}
