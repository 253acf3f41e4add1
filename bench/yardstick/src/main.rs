//! The guest of `bench-yardstick-host`: calls methods that do nothing.

use std::io;
use std::time::{Duration, Instant};

use bench_protocol::{Adapter, Line, requests};
use bindings::bench::yardstick::methods::{Thing, get_thing};

#[allow(unsafe_code)]
mod bindings {
    wit_bindgen::generate!({ path: "wit", world: "yardstick" });
}

fn main() -> io::Result<()> {
    println!("{}", Line::Main);
    let thing = get_thing();
    println!("{}", Line::Ready(Adapter::default()));
    for request in requests() {
        let request = request?;
        let answer = match &*request.row {
            "call/empty" => Line::Time(call(&thing, request.times, Thing::empty)),
            "call/look-up" => Line::Time(call(&thing, request.times, Thing::look_up)),
            other => Line::Lacks(format!("no row {other}")),
        };
        println!("{answer}");
    }
    Ok(())
}

fn call(thing: &Thing, times: u32, method: impl Fn(&Thing)) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        method(thing);
    }
    start.elapsed()
}
