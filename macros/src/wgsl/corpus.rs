//! The shaders of `tests/shaders`: valid ones pass, and invalid ones fail with what the file beside
//! them says. Those of `composed` are of several files: beside a valid one is the text that they make.
//!
//! A first line `// features: f16, subgroups` names features, a line `// constants: T = f32` hands in
//! constants. After a change of messages that is meant, `OVERWRITE=1 cargo test -p
//! wasi-webgpu-macros` writes the files again: read the difference.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::{Composed, Constants, Features, check::check, file::File};

fn shaders(kind: &str, at_least: usize) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/shaders")
        .join(kind);
    let files = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|it| it == "wgsl"));
    files.sort();
    assert!(files.len() >= at_least, "{kind}: {}", files.len());
    files
}

/// What a comment at the head of a shader says.
fn heading<'a>(text: &'a str, name: &str) -> &'a str {
    let mut lines = text.lines().take(2);
    lines
        .find_map(|line| line.strip_prefix(name))
        .unwrap_or_default()
}

fn features(text: &str) -> Features {
    let names = heading(text, "// features: ").split(", ");
    let names = names.filter(|name| !name.is_empty());
    names.fold(Features::default(), |all, name| all.with(name).unwrap())
}

fn constants(text: &str) -> Constants {
    let list = heading(text, "// constants: ");
    syn::parse_str(&format!("constants({list})")).unwrap()
}

/// The text that the shader is, or what the macro says of it.
fn composed(path: &Path) -> Result<String, String> {
    let mut file = File::open(path).unwrap();
    file.name = path.file_name().unwrap().to_str().unwrap().to_owned();
    let (features, constants) = (features(&file.text), constants(&file.text));
    let composed = Composed::new(file, &constants).map_err(|refused| refused.render())?;
    match check(&composed.text, features) {
        Ok(_) => Ok(composed.text),
        Err(errors) => {
            let messages: Vec<_> = errors.iter().map(|error| composed.render(error)).collect();
            Err(messages.join("\n\n"))
        }
    }
}

/// Is the text what the file beside the shader says?
fn assert_is_beside(path: &Path, made: &str) {
    let beside = path.with_extension("txt");
    if std::env::var_os("OVERWRITE").is_some() {
        std::fs::write(&beside, made).unwrap();
    }
    let expected = std::fs::read_to_string(&beside).unwrap_or_default();
    assert_eq!(made, expected, "{}", path.display());
}

#[test]
fn valid_shaders_pass() {
    for file in shaders("valid", 60) {
        let text = composed(&file).unwrap();
        assert_eq!(text, std::fs::read_to_string(file).unwrap());
    }
}

#[test]
fn invalid_shaders_fail_with_the_expected_message() {
    for file in shaders("invalid", 60) {
        let message = composed(&file).unwrap_err();
        assert_is_beside(&file, &(message.clone() + "\n"));
        assert!(message.contains(".wgsl:"), "{message}");
    }
}

#[test]
fn several_files_make_the_expected_text() {
    for file in shaders("composed/valid", 8) {
        assert_is_beside(
            &file,
            &composed(&file).unwrap_or_else(|message| panic!("{message}")),
        );
    }
}

#[test]
fn errors_in_several_files_have_the_expected_message() {
    for file in shaders("composed/invalid", 25) {
        assert_is_beside(&file, &(composed(&file).unwrap_err() + "\n"));
    }
}

/// Whatever is wrong, there is a message.
#[test]
fn no_part_of_a_shader_makes_the_macro_fail() {
    for path in shaders("composed/valid", 8) {
        let whole = File::open(&path).unwrap();
        let (features, constants) = (features(&whole.text), constants(&whole.text));
        let lines = whole.text.replace('\n', "\r\n");
        for text in [&whole.text, &lines] {
            for end in (0..text.len()).step_by(13) {
                let mut file = whole.clone();
                file.text = text[..text.floor_char_boundary(end)].to_owned();
                let message = match Composed::new(file, &constants) {
                    Ok(composed) => match check(&composed.text, features) {
                        Ok(_) => continue,
                        Err(errors) => composed.render(&errors[0]),
                    },
                    Err(refused) => refused.render(),
                };
                assert!(message.contains(" --> "), "{message}");
            }
        }
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

/// `cargo test -p wasi-webgpu-macros -- --ignored --nocapture` prints it.
#[test]
#[ignore = "prints how long it takes"]
fn cost_of_a_shader_of_200_lines() {
    let text = long_shader();
    assert_eq!(text.lines().count(), 200);
    print_cost("checked, 200 lines", || {
        check(&text, Features::default()).is_ok()
    });
}

#[test]
#[ignore = "prints how long it takes"]
fn cost_of_a_shader_of_200_lines_with_3_imports() {
    let imports = "\
        #import \"parts/noise.wgsl\"::value\n\
        #import \"parts/hash.wgsl\" as mix\n\
        #import \"parts/bindings.wgsl\"::{params}\n\
        #import constants::T\n\
        #ifdef T_is_f32\n\
        fn f(x: u32) -> T { return value(mix::hash(x) + params.count); }\n\
        #endif\n";
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/shaders/composed/root.wgsl"
    );
    let file = File {
        absolute: folder.to_owned(),
        name: String::new(),
        text: imports.to_owned() + &long_shader(),
        is_on_disk: true,
    };
    let constants = syn::parse_str("constants(T = f32)").unwrap();
    print_cost("composed and checked, 200 lines, 3 imports", || {
        let composed = Composed::new(file.clone(), &constants).unwrap();
        check(&composed.text, Features::default()).is_ok()
    });
}

fn print_cost(what: &str, check: impl Fn() -> bool) {
    let best = (0..5).map(|_| {
        let start = Instant::now();
        assert!(check());
        start.elapsed()
    });
    println!("{what}: {:?}", best.min().unwrap());
}
