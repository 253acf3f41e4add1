//! `examples/image-filter`, as it is shipped and as a person uses it.

use std::fs;

use integration_tests::{Folder, Outcome, release_guest, run, runner};

const PHOTO: &[u8] = include_bytes!("../examples/image-filter/photo/astronaut.jpg");

/// Runs it on files of `folder`.
fn filter(folder: &Folder, arguments: &[&str]) -> Outcome {
    let guest = release_guest("image-filter");
    let mut runner = runner();
    runner.args(["--dir", "."]).arg(guest).args(arguments);
    run(runner.current_dir(folder.path()))
}

/// Makes sure that it says why it failed, on one line.
#[track_caller]
fn refuses(folder: &Folder, arguments: &[&str], messages: &[&str]) {
    let outcome = filter(folder, arguments).fails(1, messages);
    let complaints = outcome.stderr.lines();
    let complaints = complaints.filter(|line| line.starts_with("image-filter: "));
    assert_eq!(complaints.count(), 1, "{outcome}");
    assert!(!folder.path().join("filtered.png").exists(), "{outcome}");
}

#[test]
fn the_photo_becomes_a_png_of_its_size() {
    let folder = Folder::new("photo");
    let outcome = filter(&folder, &["blur:2", "sobel", "-o", "edges.png"]).succeeds();
    assert!(outcome.stderr.contains("512 x 512"), "{outcome}");
    // The 8 bytes of every PNG, and its first chunk's length and name: then width and height.
    let png = fs::read(folder.path().join("edges.png")).unwrap();
    let (start, rest) = png.split_at(16);
    assert_eq!(start, b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR");
    assert_eq!(
        rest[..8],
        [512_u32.to_be_bytes(), 512_u32.to_be_bytes()].concat()
    );
}

#[test]
fn what_it_writes_it_reads() {
    let folder = Folder::new("twice");
    folder.write("photo.jpg", PHOTO);
    let negative = ["photo.jpg", "invert", "-o", "negative.png"];
    filter(&folder, &negative).succeeds();
    filter(&folder, &["negative.png", "invert", "-o", "apart.png"]).succeeds();
    filter(&folder, &["invert", "invert", "-o", "at-once.png"]).succeeds();
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert_eq!(read("apart.png"), read("at-once.png"));
    assert_ne!(read("negative.png"), read("at-once.png"));
}

#[test]
fn what_is_no_whole_picture_is_refused() {
    let folder = Folder::new("broken");
    let whole = ["invert", "-o", "whole.png"];
    filter(&folder, &whole).succeeds();
    let png = fs::read(folder.path().join("whole.png")).unwrap();
    let mut damaged = png.clone();
    damaged[png.len() / 2] ^= 0xff;
    folder.write("damaged.png", damaged);
    folder.write("short.png", &png[..png.len() / 2]);
    folder.write("short.jpg", &PHOTO[..PHOTO.len() / 2]);
    folder.write("text.png", "not a picture");
    folder.write("empty.jpg", "");
    for (file, message) in [
        ("damaged.png", "broken PNG"),
        ("short.png", "broken PNG"),
        ("short.jpg", "broken JPEG"),
        ("text.png", "neither a PNG nor a JPEG"),
        ("empty.jpg", "neither a PNG nor a JPEG"),
    ] {
        refuses(&folder, &[file, "invert"], &[file, message]);
    }
}

#[test]
fn a_file_must_be_in_a_folder_that_it_is_given() {
    let folder = Folder::new("missing");
    refuses(&folder, &["missing.png", "invert"], &["missing.png"]);
    refuses(&folder, &["../outside.png", "invert"], &["../outside.png"]);
    let elsewhere = ["invert", "-o", "no/such/folder.png"];
    refuses(&folder, &elsewhere, &["no/such/folder.png"]);
}

#[test]
fn filters_must_exist_and_be_in_range() {
    let folder = Folder::new("filters");
    refuses(&folder, &["invert", "emboss"], &["emboss", "grayscale"]);
    refuses(&folder, &["blur:1000001"], &["blur", "1000001"]);
    refuses(&folder, &["blur:-1"], &["blur", "-1"]);
    refuses(&folder, &["threshold:256"], &["threshold", "256"]);
    filter(&folder, &["blur:10000"]).succeeds();
}
