//! The vendored interfaces.

use std::fs;
use std::path::Path;

use integration_tests::peer_sources;

const WEBGPU: &str = "wit/deps/wasi-webgpu-0.3.0-rc.2/package.wit";

#[test]
fn webgpu_is_what_the_published_host_offers() {
    let read = |root: &Path| fs::read_to_string(root.join(WEBGPU)).unwrap();
    let ours = read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")));
    let theirs = read(&peer_sources());
    let mut lines = (1..).zip(ours.lines().zip(theirs.lines()));
    if let Some((number, (ours, theirs))) = lines.find(|(_, (ours, theirs))| ours != theirs) {
        panic!("{WEBGPU}:{number}: `{ours}` is `{theirs}` in wasi-webgpu-wasmtime");
    }
    assert_eq!(ours.lines().count(), theirs.lines().count());
}
