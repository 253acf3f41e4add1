//! The table, for people or for programs.

/// What a rate counts, each second.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    Bytes,
    Keys,
    Operations,
}

struct Row {
    name: String,
    seconds: f64,
    rate: f64,
    unit: Unit,
    /// To a plain copy; NaN where that says nothing.
    ratio: f64,
}

pub(crate) struct Report {
    adapter: String,
    rows: Vec<Row>,
}

impl Report {
    pub(crate) fn new(adapter: &str) -> Self {
        Self {
            adapter: adapter.to_owned(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn row(&mut self, name: String, seconds: f64, rate: f64, unit: Unit, ratio: f64) {
        self.rows.push(Row {
            name,
            seconds,
            rate,
            unit,
            ratio,
        });
    }

    pub(crate) fn print(&self, json: bool) {
        if json {
            self.print_json();
        } else {
            self.print_table();
        }
    }

    fn print_table(&self) {
        println!("{}\n", self.adapter);
        println!("| what | GPU time | rate | to a copy |");
        println!("|---|---:|---:|---:|");
        for row in &self.rows {
            let (rate, unit) = match row.unit {
                Unit::Bytes => (row.rate / 1e9, "GB/s"),
                Unit::Keys => (row.rate / 1e9, "G keys/s"),
                Unit::Operations => (row.rate / 1e12, "TFLOP/s"),
            };
            let ratio = if row.ratio.is_nan() {
                "–".to_owned()
            } else {
                format!("{:.1} %", row.ratio * 100.0)
            };
            let milliseconds = row.seconds * 1e3;
            let name = &row.name;
            println!("| {name} | {milliseconds:.3} ms | {rate:.2} {unit} | {ratio} |");
        }
    }

    fn print_json(&self) {
        let rows = self.rows.iter().map(|row| {
            let Row {
                name,
                seconds,
                rate,
                ratio,
                ..
            } = row;
            let unit = match row.unit {
                Unit::Bytes => "B/s",
                Unit::Keys => "keys/s",
                Unit::Operations => "FLOP/s",
            };
            let ratio = if ratio.is_nan() {
                "null".to_owned()
            } else {
                ratio.to_string()
            };
            format!(
                "  {{\"name\": {name:?}, \"seconds\": {seconds:e}, \"rate\": {rate:e}, \
                 \"unit\": {unit:?}, \"ratio_to_copy\": {ratio}}}"
            )
        });
        let rows = rows.collect::<Vec<_>>().join(",\n");
        println!(
            "{{\"adapter\": {:?}, \"rows\": [\n{rows}\n]}}",
            self.adapter
        );
    }
}
