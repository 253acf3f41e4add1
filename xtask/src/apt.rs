//! Downloading Debian packages, and what they need, without installing them and without root: apt
//! works from its own copy of the system's sources, in a private folder.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;

/// The release whose own Mesa computes wrong, so that a newer one comes from its backports.
const OLD_RELEASE: &str = "bookworm";
const BACKPORTS: &str = "bookworm-backports";

/// Where apt's output goes.
const LOG: &str = "log";

/// Whether this is a system with apt.
pub(crate) fn is_here() -> bool {
    ["apt-get", "dpkg-deb"].iter().all(|program| {
        let version = Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .status();
        version.is_ok_and(|status| status.success())
    })
}

/// Downloads `packages` and those of their dependencies that the system lacks or has too old.
/// Works in `folder`, which must be new; returns the .deb files.
pub(crate) fn download(folder: &Path, packages: &[&str]) -> Result<Vec<PathBuf>> {
    let lists = folder.join("state/lists");
    let archives = folder.join("cache/archives");
    for folder in [&lists, &archives] {
        fs::create_dir_all(folder.join("partial"))?;
    }
    let sources = folder.join("sources");
    let has_backports = copy_sources(Path::new("/etc/apt"), &sources)?;
    fs::write(folder.join("apt.conf"), configuration(folder, &sources))?;

    // A mirror that is down need not be the one with the driver: what counts is the second call.
    apt_get(folder, &["update"])?;
    let mut install = vec!["install", "--yes", "--download-only"];
    install.extend(["--reinstall", "--no-install-recommends"]);
    if has_backports {
        install.extend(["--target-release", BACKPORTS]);
    }
    install.extend(packages);
    if !apt_get(folder, &install)? {
        return Err(format!(
            "apt could not download a software Vulkan driver: {} \
             (any Vulkan driver will do: install one, then try again)",
            complaints(&fs::read_to_string(folder.join(LOG))?)
        )
        .into());
    }

    let files = fs::read_dir(archives)?.map(|entry| entry.map(|entry| entry.path()));
    let files = files.collect::<io::Result<Vec<_>>>()?;
    Ok(files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "deb"))
        .collect())
}

/// Runs apt-get with the configuration in `folder`, its output appended to the log there; returns
/// whether it succeeded.
fn apt_get(folder: &Path, args: &[&str]) -> Result<bool> {
    let log = File::options()
        .create(true)
        .append(true)
        .open(folder.join(LOG))?;
    let status = Command::new("apt-get")
        .arg("--config-file")
        .arg(folder.join("apt.conf"))
        .args(args)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .status()?;
    Ok(status.success())
}

/// The lines of apt's output that say what went wrong, in one.
fn complaints(log: &str) -> String {
    let is_complaint = |line: &&str| line.starts_with("E: ") || line.starts_with("W: Failed");
    log.lines()
        .filter(is_complaint)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Settings that keep apt's state, its files and its hooks away from the system's.
fn configuration(folder: &Path, sources: &Path) -> String {
    let folder = folder.display();
    format!(
        "Dir::State \"{folder}/state\";\n\
         Dir::State::status \"/var/lib/dpkg/status\";\n\
         Dir::Cache \"{folder}/cache\";\n\
         Dir::Etc::sourcelist \"/dev/null\";\n\
         Dir::Etc::sourceparts \"{}\";\n\
         Debug::NoLocking \"true\";\n\
         APT::Sandbox::User \"\";\n\
         #clear APT::Update::Pre-Invoke;\n\
         #clear APT::Update::Post-Invoke;\n\
         #clear APT::Update::Post-Invoke-Success;\n\
         #clear DPkg::Post-Invoke;\n",
        sources.display()
    )
}

/// Copies the sources in `system` (`/etc/apt`) to the folder `copy` and adds the backports of the
/// old release wherever its main component comes from. Returns whether it did.
fn copy_sources(system: &Path, copy: &Path) -> Result<bool> {
    fs::create_dir_all(copy)?;
    let parts = fs::read_dir(system.join("sources.list.d"))
        .into_iter()
        .flatten()
        .flatten();
    let files = parts
        .map(|entry| entry.path())
        .chain([system.join("sources.list")]);
    let mut has_backports = false;
    for file in files {
        let (Some(name), Ok(mut text)) = (file.file_name(), fs::read_to_string(&file)) else {
            continue;
        };
        let backports = if file.extension().is_some_and(|end| end == "sources") {
            backports_of_stanzas(&text)
        } else {
            backports_of_lines(&text)
        };
        for entry in backports {
            text.push_str("\n\n");
            text.push_str(&entry);
            has_backports = true;
        }
        text.push('\n');
        fs::write(copy.join(name), text)?;
    }
    Ok(has_backports)
}

/// For each `deb [options] uri suite component…` of the old release, the line of its backports.
fn backports_of_lines(text: &str) -> Vec<String> {
    let is_old_main = |words: &Vec<&str>| {
        words.first() == Some(&"deb") && words.contains(&OLD_RELEASE) && words.contains(&"main")
    };
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(is_old_main)
        .map(|mut words| {
            words
                .iter_mut()
                .filter(|word| **word == OLD_RELEASE)
                .for_each(|word| *word = BACKPORTS);
            words.join(" ")
        })
        .collect()
}

/// The same for the stanzas of a deb822 file.
fn backports_of_stanzas(text: &str) -> Vec<String> {
    let lists = |line: &str, key: &str, word: &str| {
        line.strip_prefix(key)
            .is_some_and(|words| words.split_whitespace().any(|w| w == word))
    };
    text.split("\n\n")
        .filter(|stanza| {
            let has = |key, word| stanza.lines().any(|line| lists(line, key, word));
            has("Types:", "deb") && has("Suites:", OLD_RELEASE) && has("Components:", "main")
        })
        .map(|stanza| {
            let lines = stanza
                .trim()
                .lines()
                .map(|line| match line.strip_prefix("Suites:") {
                    Some(_) => format!("Suites: {BACKPORTS}"),
                    None => line.to_owned(),
                });
            lines.collect::<Vec<_>>().join("\n")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backports_come_from_the_mirror_of_the_release() {
        let lines = "# a comment\n\
            deb [signed-by=/k.gpg] https://mirror.example/debian bookworm main contrib\n\
            deb-src https://mirror.example/debian bookworm main\n\
            deb https://mirror.example/debian bookworm-updates main\n\
            deb https://other.example/tools bookworm stable\n";
        let expected = [
            "deb [signed-by=/k.gpg] https://mirror.example/debian bookworm-backports main contrib",
        ];
        assert_eq!(backports_of_lines(lines), expected);
    }

    #[test]
    fn backports_of_a_stanza_keep_its_other_fields() {
        let stanzas = "Types: deb\n# a comment\nURIs: https://mirror.example/debian\n\
            Suites: bookworm bookworm-updates\nComponents: main\nSigned-By: /k.gpg\n\n\
            Types: deb\nURIs: https://mirror.example/debian-security\n\
            Suites: bookworm-security\nComponents: main\n";
        let expected = [
            "Types: deb\n# a comment\nURIs: https://mirror.example/debian\n\
            Suites: bookworm-backports\nComponents: main\nSigned-By: /k.gpg",
        ];
        assert_eq!(backports_of_stanzas(stanzas), expected);
    }

    #[test]
    fn complaints_leave_out_the_rest_of_the_log() {
        let log = "Hit:1 https://mirror.example\nW: Failed to fetch https://mirror.example/a\n\
            W: Target is configured twice\nE: Unable to locate package mesa-vulkan-drivers\n";
        let expected = "W: Failed to fetch https://mirror.example/a; \
            E: Unable to locate package mesa-vulkan-drivers";
        assert_eq!(complaints(log), expected);
    }

    #[test]
    fn a_newer_release_needs_no_backports() {
        let stanza =
            "Types: deb\nURIs: https://mirror.example/debian\nSuites: trixie\nComponents: main\n";
        assert_eq!(backports_of_stanzas(stanza), Vec::<String>::new());
        assert_eq!(
            backports_of_lines("deb https://mirror.example/ubuntu noble main"),
            Vec::<String>::new()
        );
    }
}
