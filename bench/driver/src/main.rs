//! Measures the same GPU work natively on wgpu, in a guest on this workspace's host, and in the same guest on
//! the published host `wasi-webgpu-wasmtime`, in turn, and prints what each took; some of it in PyTorch, too.

mod arguments;
mod child;
mod measure;
mod program;
mod report;
mod rows;
mod start;
mod statistics;
mod work_rows;

use std::error::Error;
use std::process::ExitCode;

use arguments::{Arguments, HELP};
use child::Children;
use program::{Program, Programs};
use report::Report;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let done = match Arguments::parse(std::env::args_os()) {
        Ok(Some(arguments)) => bench(&arguments),
        Ok(None) => {
            println!("{HELP}");
            Ok(())
        }
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(arguments: &Arguments) -> Result<()> {
    let programs = Programs::find(arguments)?;
    let mut children = Children::new(&programs);
    let adapter = children.get(Program::Native)?.adapter().clone();
    let mut report = Report::new(&adapter.name);

    let wire = rows::rows(arguments.max_bytes(&adapter));
    let rows = wire.into_iter().chain(work_rows::rows(&adapter));
    for row in rows.filter(|row| arguments.wants(&row.id())) {
        eprintln!("{}: {}", row.id(), row.title);
        report.add(measure::measure(&mut children, arguments, row));
    }
    for row in start::measure(&programs, arguments, children)? {
        report.add(row);
    }

    if arguments.json {
        println!("{:#}", report.json());
        eprint!("{}", report.markdown());
    } else {
        print!("{}", report.markdown());
    }
    if report.has_failures() {
        return Err("not all could be measured; the messages are above".into());
    }
    Ok(())
}
