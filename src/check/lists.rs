//! Many short lists in two flat arrays: what belongs to each key of a table.

/// A list of `T` for each index of a table; each list keeps the order in which its items came.
#[derive(Debug)]
pub struct Lists<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Lists<T> {
        Lists { starts: vec![0], items: Vec::new() }
    }
}

impl<T: Copy> Lists<T> {
    /// `len` lists out of pairs of an index below `len` and an item.
    pub fn new(len: usize, pairs: &[(u32, T)]) -> Lists<T> {
        let mut starts = vec![0u32; len + 1];
        for (index, _) in pairs {
            starts[*index as usize + 1] += 1;
        }
        for index in 0..len {
            starts[index + 1] += starts[index];
        }
        let mut order: Vec<u32> = (0..pairs.len() as u32).collect();
        order.sort_by_key(|at| pairs[*at as usize].0);
        Lists { starts, items: order.into_iter().map(|at| pairs[at as usize].1).collect() }
    }

    /// The list at an index; empty where the table is shorter.
    pub fn at(&self, index: usize) -> &[T] {
        match (self.starts.get(index), self.starts.get(index + 1)) {
            (Some(start), Some(end)) => &self.items[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lists;

    #[test]
    fn items_keep_their_order() {
        let lists = Lists::new(4, &[(2, 'a'), (0, 'b'), (2, 'c'), (0, 'd')]);
        assert_eq!(
            [lists.at(0), lists.at(1), lists.at(2), lists.at(3)],
            [&['b', 'd'][..], &[], &['a', 'c'], &[]]
        );
        assert!(lists.at(9).is_empty());
    }
}
