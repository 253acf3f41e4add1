//! CSV tables: good ones of every kind, and broken ones. Needs no GPU.

use visualize::{Error, Points, Range};

fn read(table: &str) -> Result<Points, Error> {
    Points::read_csv(table.as_bytes())
}

#[test]
fn tables_of_every_kind() {
    for table in [
        "1,2\n-3.5,4e2\n",
        "x,y\n1,2\n-3.5,4e2",
        "\u{feff}x,y\r\n1,2\r\n\r\n-3.5,4e2\r\n",
        "x , y, other\n 1 , 2, text\n\"-3.5\",\"4e2\"\n",
    ] {
        let points = read(table).expect(table);
        assert_eq!(points.points(), [[1.0, 2.0], [-3.5, 400.0]], "{table:?}");
        assert_eq!(points.skipped(), 0);
        let named = table.contains('x');
        assert_eq!(points.names()[0] == "x", named, "{table:?}");
        assert_eq!(points.names()[1] == "y", named, "{table:?}");
    }
}

#[test]
fn what_is_not_finite_is_skipped_and_counted() {
    let points = read("a,b\n1,NaN\ninf,2\n,3\n4,\n-inf,nan\n5,6\n").expect("one point is good");
    assert_eq!(points.points(), [[5.0, 6.0]]);
    assert_eq!(points.skipped(), 5);
}

#[test]
fn a_wrong_number_has_its_line() {
    for (table, at, wrong, text) in [
        ("1,2\n3,x4\n", 2, 2, "x4"),
        ("a,b\n1,2\n\n1e,4\n", 4, 1, "1e"),
        ("a,b\r\n1,2\r\n\r\n1e,4\r\n", 4, 1, "1e"),
        ("a,b,\"two\nlines\"\n1,2,c\n1,-", 4, 2, "-"),
        ("1,b\n", 1, 2, "b"),
        ("a,2\n", 1, 1, "a"),
        ("1,2\na,b\n", 2, 1, "a"),
    ] {
        let error = read(table).expect_err(table);
        match &error {
            Error::Number {
                line,
                column,
                field,
            } => assert_eq!((*line, *column, field.as_str()), (at, wrong, text)),
            other => panic!("{table:?}: {other}"),
        }
        assert!(!error.to_string().contains('\n'));
    }
    let error = read("1,2\n3\n").expect_err("no y");
    assert!(matches!(error, Error::Column { line: 2 }), "{error}");
}

#[test]
fn tables_may_be_empty() {
    for table in ["", "\n\n", "x,y\n", "\r\n \r\n"] {
        assert!(read(table).expect("no mistake in it").points().is_empty());
    }
}

#[test]
fn bytes_that_are_no_text_are_no_number() {
    let error = Points::read_csv(&b"1,2\n\xff\xfe,3\n"[..]).expect_err("no UTF-8");
    assert!(matches!(error, Error::Number { line: 2, .. }), "{error}");
}

#[test]
fn ranges_have_a_length() {
    let range = |points: &[[f64; 2]]| Points::new(points.iter().copied()).ranges()[0];
    let exact = Range {
        low: -1.0,
        high: 3.0,
    };
    assert_eq!(range(&[[3.0, 0.0], [-1.0, 0.0]]), exact);
    for value in [0.0, 5.0, -1e-300, f64::MAX, f64::MIN, 5e-324] {
        let range = range(&[[value, 0.0]]);
        assert!(range.low < range.high, "{value}: {range:?}");
        assert!(range.low <= value && value <= range.high);
    }
    assert_eq!(
        range(&[]),
        Range {
            low: 0.0,
            high: 1.0
        }
    );
}

#[test]
fn the_attractor_is_the_same_everywhere() {
    let points = Points::clifford(1000);
    assert_eq!(points.points().len(), 1000);
    assert_eq!(points, Points::clifford(1000));
    for &[x, y] in points.points() {
        assert!(x.abs() <= 2.9 && y.abs() <= 1.4);
    }
}
