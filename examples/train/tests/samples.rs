//! Where samples come from.

use train::{Error, Samples};

/// The mean picture of each digit.
fn means(samples: &Samples) -> Vec<Vec<f64>> {
    let [width, height] = samples.size();
    let mut means = vec![vec![0.0; width * height]; samples.classes()];
    let share = samples.classes() as f64 / samples.len() as f64;
    for (pixels, label) in (0..samples.len()).filter_map(|index| samples.get(index)) {
        for (mean, &pixel) in means[usize::from(label)].iter_mut().zip(pixels) {
            *mean += share * f64::from(pixel);
        }
    }
    means
}

#[test]
fn each_digit_is_drawn_as_often_and_never_the_same() {
    let samples = Samples::digits(1000, 1);
    assert_eq!(
        (samples.len(), samples.classes(), samples.size()),
        (1000, 10, [16, 16])
    );
    for digit in 0..10 {
        let ones =
            (0..1000).filter(|&index| samples.get(index).is_some_and(|(_, label)| label == digit));
        assert_eq!(ones.count(), 100);
    }
    assert_ne!(samples.get(3), samples.get(13));
    assert_eq!(samples.get(1000), None);
    assert_eq!(samples, Samples::digits(1000, 1));
    assert_ne!(samples, Samples::digits(1000, 2));
}

/// Not that they are readable, but that no two look the same.
#[test]
fn digits_are_inside_and_differ() {
    let means = means(&Samples::digits(2000, 1));
    for (digit, mean) in means.iter().enumerate() {
        let ink: f64 = mean.iter().sum();
        let corners: f64 = [0, 15, 240, 255].iter().map(|&at| mean[at]).sum();
        assert!(
            ink > 255.0 * 15.0 && corners < 100.0,
            "{digit}: {ink}, {corners}"
        );
        for other in &means[..digit] {
            let square: f64 = mean.iter().zip(other).map(|(a, b)| (a - b).powi(2)).sum();
            assert!(square.sqrt() > 200.0, "{digit}: {}", square.sqrt());
        }
    }
}

#[test]
fn a_part_and_the_rest_are_the_whole() {
    let samples = Samples::digits(30, 1);
    let (first, rest) = samples.clone().split_at(7);
    assert_eq!((first.len(), rest.len()), (7, 23));
    assert_eq!((first.classes(), rest.classes()), (10, 10));
    assert_eq!(
        (first.get(6), rest.get(0)),
        (samples.get(6), samples.get(7))
    );
    let (all, none) = samples.split_at(99);
    assert!(all.len() == 30 && none.is_empty());
}

#[test]
fn mnist_files_are_read() {
    // Two pictures of 3 × 1 pixels: each has a zero more, as networks take quads.
    let images = [
        0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6,
    ];
    let labels = [0, 0, 8, 1, 0, 0, 0, 2, 9, 4];
    let samples = Samples::read_idx(&images[..], &labels[..]).unwrap();
    assert_eq!(
        (samples.size(), samples.values(), samples.classes()),
        ([3, 1], 4, 10)
    );
    assert_eq!(samples.get(0), Some((&[1, 2, 3][..], 9)));
    assert_eq!(samples.get(1), Some((&[4, 5, 6][..], 4)));

    let fewer = [0, 0, 8, 1, 0, 0, 0, 1, 9];
    let error = Samples::read_idx(&images[..], &fewer[..]).unwrap_err();
    assert!(
        matches!(error, Error::Idx { what: "labels", .. }),
        "{error}"
    );
    let error = Samples::read_idx(&labels[..], &images[..]).unwrap_err();
    assert!(
        matches!(error, Error::Idx { what: "images", .. }),
        "{error}"
    );
}
