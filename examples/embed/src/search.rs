//! How near embeddings are to each other.

/// The cosine of the angle between two embeddings, which have length 1: from -1 to 1, for the same
/// meaning.
pub fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The texts that are nearest to a query.
#[derive(Clone, Debug)]
pub struct Nearest {
    query: Vec<f32>,
    most: usize,
    texts: Vec<(f32, String)>,
}

impl Nearest {
    /// To the text whose embedding `query` is; `most` texts are kept.
    pub fn new(query: Vec<f32>, most: usize) -> Self {
        Self {
            query,
            most,
            texts: Vec::new(),
        }
    }

    /// Adds texts, whose embeddings are one after the other.
    pub fn extend(&mut self, texts: impl IntoIterator<Item = String>, embeddings: &[f32]) {
        let rows = embeddings.chunks_exact(self.query.len());
        let cosines = rows.map(|embedding| cosine(&self.query, embedding));
        self.texts.extend(cosines.zip(texts));
        self.texts.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        self.texts.truncate(self.most);
    }

    /// The texts with their cosines, from the nearest on.
    pub fn texts(&self) -> &[(f32, String)] {
        &self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first() {
        let mut nearest = Nearest::new(vec![1.0, 0.0], 3);
        let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        nearest.extend(texts(&["across", "same"]), &[0.0, 1.0, 1.0, 0.0]);
        nearest.extend(texts(&["opposite", "near"]), &[-1.0, 0.0, 0.6, 0.8]);
        let found = nearest
            .texts()
            .iter()
            .map(|(cosine, text)| (*cosine, &**text));
        let expected = [(1.0, "same"), (0.6, "near"), (0.0, "across")];
        assert!(found.eq(expected), "{nearest:?}");
    }
}
