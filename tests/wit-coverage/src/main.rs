//! Reports which functions of `wasi:webgpu` the SDK's safe layer reaches.
//!
//! The compiler decides it. A copy of the SDK is checked against the interface without its
//! functions; those that the compiler misses are put back, and so on until the copy compiles. What
//! is back by then is what the safe layer calls, whatever macro the call is in and whatever other
//! method has the same name. That a call does what it should is for the tests to say.

mod compiler;
mod interface;

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use compiler::Copy;
use interface::{Function, Interface};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    // At run time: checkouts that share a target folder share this program.
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").ok_or("run it by `cargo xtask coverage`")?;
    let root = Path::new(&package)
        .ancestors()
        .nth(2)
        .ok_or("wit-coverage must be in the folder tests of the workspace")?;
    let interface = Interface::read(root)?;
    let functions = interface.functions();
    let copy = Copy::of(root)?;
    let reached = reached(&interface, &functions, &copy)?;
    report(&functions, &reached);
    match functions.len() - reached.len() {
        0 => Ok(()),
        missing => Err(format!("{missing} functions are not reached").into()),
    }
}

/// The functions without which the copy of the SDK does not compile.
fn reached<'a>(
    interface: &Interface,
    functions: &'a [Function],
    copy: &Copy,
) -> Result<BTreeSet<&'a Function>> {
    // The options of the bindings may only name functions that are there.
    let options = copy.bindings()?;
    let named = functions.iter().filter(|f| options.contains(&f.key));
    let mut reached: BTreeSet<_> = named.collect();
    loop {
        copy.write_interface(&interface.print(&reached)?)?;
        let complaints = copy.check()?;
        if complaints.is_empty() {
            return Ok(reached);
        }
        let before = reached.len();
        let missed = |f: &&Function| complaints.iter().any(|line| f.is_missed_by(line));
        reached.extend(functions.iter().filter(missed));
        if reached.len() == before {
            let complaints = complaints.join("\n");
            return Err(format!("the SDK does not compile:\n{complaints}").into());
        }
    }
}

/// One line a resource, in the order of the interface: how many of its functions, and which not.
fn report(functions: &[Function], reached: &BTreeSet<&Function>) {
    println!("{:<36} reached  not reached", "resource");
    for of_resource in functions.chunk_by(|a, b| a.resource == b.resource) {
        let missing = of_resource.iter().filter(|f| !reached.contains(f));
        let missing: Vec<_> = missing.map(|f| f.name.as_str()).collect();
        let total = of_resource.len();
        let line = format!(
            "{:<36} {:>3}/{total:<3}  {}",
            of_resource[0].resource,
            total - missing.len(),
            missing.join(", ")
        );
        println!("{}", line.trim_end());
    }
    let (reached, total) = (reached.len(), functions.len());
    println!(
        "{:<36} {reached:>3}/{total}  constructors included",
        "total"
    );
}
