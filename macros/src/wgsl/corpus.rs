//! The shaders of `tests/shaders`: valid ones pass, and invalid ones fail with what the file beside
//! them says.
//!
//! A first line `// features: f16, subgroups` names features. After a change of messages that is
//! meant, `OVERWRITE=1 cargo test -p wasi-webgpu-macros` writes the files again: read the difference.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{Features, check::check, render::render};

fn shaders(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/shaders")
        .join(kind);
    let files = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|it| it == "wgsl"));
    files.sort();
    assert!(files.len() >= 60, "{kind}: {}", files.len());
    files
}

fn features(text: &str) -> Features {
    let first = text.lines().next().unwrap_or_default();
    let names = first.strip_prefix("// features: ").unwrap_or_default();
    let names = names.split(", ").filter(|name| !name.is_empty());
    names.fold(Features::default(), |all, name| all.with(name).unwrap())
}

/// What the macro says of a shader.
fn messages(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let name = file.file_name().unwrap().to_str().unwrap();
    let errors = check(&text, features(&text)).err().unwrap_or_default();
    let messages: Vec<_> = errors
        .iter()
        .map(|error| render(error, name, &text))
        .collect();
    messages.join("\n\n")
}

#[test]
fn valid_shaders_pass() {
    let messages: Vec<_> = shaders("valid").iter().map(|file| messages(file)).collect();
    let messages = messages.concat();
    assert!(messages.is_empty(), "{messages}");
}

#[test]
fn invalid_shaders_fail_with_the_expected_message() {
    for file in shaders("invalid") {
        let made = messages(&file) + "\n";
        let beside = file.with_extension("txt");
        if std::env::var_os("OVERWRITE").is_some() {
            std::fs::write(&beside, &made).unwrap();
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        assert!(made.len() > 1, "{} is valid", file.display());
        assert_eq!(made, expected, "{}", file.display());
        assert!(made.contains(".wgsl:"), "{made}");
    }
}

/// A shader of 200 lines, of parts that shaders have.
fn long_shader() -> String {
    let mut text = String::from(
        "struct Particle { position: vec3f, mass: f32, velocity: vec3f, age: u32 }\n\
         @group(0) @binding(0) var<storage, read_write> particles: array<Particle>;\n",
    );
    for i in 0..18 {
        text += &format!(
            "fn step{i}(p: Particle, dt: f32) -> Particle {{
                var next = p;
                for (var k = 0u; k < 4u; k++) {{
                    let other = particles[(p.age + k) % arrayLength(&particles)];
                    let d = other.position - p.position;
                    next.velocity += dt * other.mass * d * inverseSqrt(dot(d, d) + 1e-3);
                }}
                if next.age > {i}u {{ next.age = 0u; }} else {{ next.age += 1u; }}
                next.position += dt * clamp(next.velocity, vec3f(-9.0), vec3f(9.0));
                return next;
            }}\n"
        );
    }
    text
}

#[test]
fn a_shader_of_200_lines_is_checked_in_50_ms() {
    let text = long_shader();
    assert_eq!(text.lines().count(), 200);
    let best = (0..5).map(|_| {
        let start = Instant::now();
        assert!(check(&text, Features::default()).is_ok());
        start.elapsed()
    });
    let best = best.min().unwrap();
    assert!(best < Duration::from_millis(50), "{best:?}");
}
