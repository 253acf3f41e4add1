//! Prints what it sees of the machine: arguments, environment, stdin, and the folders it is given.
//! Knows nothing of GPUs: an ordinary Rust program.

use std::io::Read as _;

fn main() -> std::io::Result<()> {
    println!("arguments: {:?}", std::env::args().collect::<Vec<_>>());
    println!("environment: {:?}", std::env::vars().collect::<Vec<_>>());
    let mut stdin = String::new();
    std::io::stdin().read_to_string(&mut stdin)?;
    println!("stdin: {stdin:?}");
    println!("given.txt: {:?}", std::fs::read_to_string("given.txt").ok());
    println!(
        "folder/given.txt: {:?}",
        std::fs::read_to_string("/folder/given.txt").ok()
    );
    if let Err(error) = std::fs::write("/folder/made.txt", "by the guest") {
        eprintln!("folder/made.txt: {error}");
    }
    Ok(())
}
