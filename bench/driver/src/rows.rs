//! What is measured.

use crate::program::Program;

/// A row of a table: something to do, and whom to compare.
pub(crate) struct Row {
    pub(crate) group: Group,
    /// What of the group, in the words of the measured programs.
    pub(crate) what: String,
    /// In a person's words.
    pub(crate) title: String,
    /// How often the thing is done that the row is about, whenever a program does what it is asked for.
    pub(crate) operations: u32,
    /// What is done at a time in which unit, each nanosecond: 8 bytes and "GB/s" for 8 bytes at a time.
    pub(crate) rate: Option<(f64, &'static str)>,
    /// Why the published host cannot do this.
    pub(crate) peer_lacks: Option<&'static str>,
}

/// Rows that make a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Call,
    Object,
    Record,
    Submit,
    WriteBuffer,
    Upload,
    ReadBack,
    Work,
    Start,
    Memory,
    Size,
}

impl Group {
    /// Its name, in the words of the measured programs.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Object => "object",
            Self::Record => "record",
            Self::Submit => "submit",
            Self::WriteBuffer => "write-buffer",
            Self::Upload => "upload",
            Self::ReadBack => "read-back",
            Self::Work => "work",
            Self::Start => "start",
            Self::Memory => "memory",
            Self::Size => "size",
        }
    }

    /// In a person's words.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Call => "`buffer.size()` of the raw bindings beside a method that does nothing",
            Self::Object => "Make and drop",
            Self::Record => "Record",
            Self::Submit => "Submit",
            Self::WriteBuffer => "`queue.write_buffer`, the call alone",
            Self::Upload => "Upload: `write_buffer`, `submit`, wait until it is on the GPU",
            Self::ReadBack => "Read back: copy to a mapped buffer, and from there to memory",
            Self::Work => "Work",
            Self::Start => "Start",
            Self::Memory => "Resident memory",
            Self::Size => "Program",
        }
    }

    /// What the guest is compared with.
    pub(crate) fn base(self) -> Program {
        match self {
            Self::Call => Program::Yardstick,
            Self::Work => Program::Work,
            _ => Program::Native,
        }
    }

    /// The guest, on a host of ours and on the published one.
    pub(crate) fn guests(self) -> [Program; 2] {
        match self {
            Self::Work => [Program::WorkGuest, Program::WorkPeer],
            _ => [Program::Guest, Program::Peer],
        }
    }

    /// Whether an operation is calls for the most part.
    pub(crate) fn is_calls(self) -> bool {
        matches!(
            self,
            Self::Call | Self::Object | Self::Record | Self::Submit
        )
    }

    /// Whether the numbers are bytes, and not nanoseconds.
    pub(crate) fn is_bytes(self) -> bool {
        matches!(self, Self::Memory | Self::Size)
    }
}

impl Row {
    pub(crate) fn new(group: Group, what: &str, title: &str) -> Self {
        Self {
            group,
            what: what.to_owned(),
            title: title.to_owned(),
            operations: 1,
            rate: None,
            peer_lacks: None,
        }
    }

    /// Its name.
    pub(crate) fn id(&self) -> String {
        format!("{}/{}", self.group.name(), self.what)
    }
}

/// Recorded in a pass by the rows that record dispatches.
const DISPATCHES: u32 = 1000;

const SIZES: [(u64, &str); 4] = [
    (4 << 10, "4 KiB"),
    (1 << 20, "1 MiB"),
    (64 << 20, "64 MiB"),
    (1 << 30, "1 GiB"),
];

/// What programs are asked to do, with at most so many bytes.
pub(crate) fn rows(max_bytes: u64) -> Vec<Row> {
    let row = Row::new;
    let many = |row| Row {
        operations: DISPATCHES,
        ..row
    };
    let mut rows = vec![
        row(Group::Call, "empty", "the method does nothing"),
        row(Group::Call, "look-up", "the method looks its handle up"),
        row(Group::Object, "buffer", "buffer, 256 bytes"),
        row(Group::Object, "bind-group", "bind group"),
        row(Group::Object, "texture-view", "texture view"),
        row(Group::Object, "sampler", "sampler"),
        row(Group::Object, "compute-pipeline", "compute pipeline"),
        many(row(Group::Record, "dispatch", "`dispatch_workgroups`")),
        many(row(
            Group::Record,
            "bound-dispatch",
            "`set_pipeline`, `set_bind_group`, `dispatch_workgroups`",
        )),
        row(
            Group::Record,
            "pass",
            "encoder to command buffer, one dispatch",
        ),
        row(Group::Submit, "pass", "the same, and `submit`"),
        Row {
            peer_lacks: Some("never ends"),
            ..row(
                Group::Submit,
                "wait",
                "`submit` and `on_submitted_work_done`",
            )
        },
        row(Group::Submit, "map", "`submit` of a copy and `map_async`"),
        row(
            Group::Submit,
            "long-pass",
            "a pass of 1,000 small dispatches, to its end",
        ),
        row(
            Group::Submit,
            "long-bound-pass",
            "the same, with another bind group for each",
        ),
    ];
    for group in [Group::WriteBuffer, Group::Upload, Group::ReadBack] {
        let sizes = SIZES.iter().filter(|(bytes, _)| *bytes <= max_bytes);
        rows.extend(sizes.map(|(bytes, title)| Row {
            rate: Some((*bytes as f64, "GB/s")),
            ..row(group, &bytes.to_string(), title)
        }));
    }
    rows
}
