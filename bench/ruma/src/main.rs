//! Measures the push rules of ruma, for `bench/rules.ts`: each line of the input has rules and events, and each line of the
//! output the number of evaluations in a second, with the rules that matched.

use std::error::Error;
use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use ruma::events::room::power_levels::{RoomPowerLevels, RoomPowerLevelsEventContent};
use ruma::push::{PushConditionRoomCtx, Ruleset};
use ruma::serde::Raw;
use ruma::{OwnedRoomId, OwnedUserId, RoomVersionId, UInt};
use serde::Deserialize;
use serde_json::{Value, json};

/// Time before a measurement, and of one of its samples.
const WARM_UP: Duration = Duration::from_millis(100);
const SAMPLE: Duration = Duration::from_millis(40);
const SAMPLES: usize = 5;

/// Rules and events to measure. The events are text, as a server or client receives them.
#[derive(Deserialize)]
struct Subject {
    user_id: OwnedUserId,
    room_id: OwnedRoomId,
    member_count: UInt,
    display_name: String,
    power_levels: RoomPowerLevelsEventContent,
    ruleset: Value,
    events: Vec<Raw<Value>>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut output = io::stdout();
    for line in io::stdin().lock().lines() {
        let reply = measure(serde_json::from_str(&line?)?)?;
        writeln!(output, "{reply}")?;
        output.flush()?;
    }
    Ok(())
}

fn measure(subject: Subject) -> Result<Value, Box<dyn Error>> {
    let ruleset: Ruleset = serde_json::from_value(subject.ruleset)?;
    let rules = RoomVersionId::V11.rules().ok_or("unknown room version")?;
    let levels = RoomPowerLevels::new(Some(subject.power_levels).into(), &rules.authorization, Vec::new());
    let context =
        PushConditionRoomCtx::new(subject.room_id, subject.member_count, subject.user_id, subject.display_name)
            .with_power_levels(levels.into());
    let evaluate = |event| ready(ruleset.get_match(event, &context));
    let matching: Vec<_> =
        subject.events.iter().map(|event| evaluate(event).map(|rule| rule.rule_id().to_owned())).collect();
    let all = || {
        for event in &subject.events {
            black_box(evaluate(black_box(event)));
        }
    };
    rate(WARM_UP, all);
    let mut rates: Vec<f64> = (0..SAMPLES).map(|_| rate(SAMPLE, all)).collect();
    rates.sort_by(f64::total_cmp);
    let per_second = rates[SAMPLES / 2] * subject.events.len() as f64;
    Ok(json!({ "perSecond": per_second, "rules": matching }))
}

/// Returns how often a function runs in a second.
fn rate(time: Duration, run: impl Fn()) -> f64 {
    let begin = Instant::now();
    let mut runs = 0u32;
    while begin.elapsed() < time {
        run();
        runs += 1;
    }
    f64::from(runs) / begin.elapsed().as_secs_f64()
}

/// Returns the result of a future that never waits.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => unreachable!("conditions are evaluated without waiting"),
    }
}
