//! Tests with every outcome there is: see `tests/outcomes.rs`.
