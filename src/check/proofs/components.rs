//! Strongly connected components, after Tarjan, without recursion.

/// The components of a graph; what a component leads to comes before it.
pub(super) fn components(next: &[Vec<usize>], starts: &[usize]) -> Vec<Vec<usize>> {
    let mut search = Search {
        next,
        index: vec![0; next.len()],
        low: vec![0; next.len()],
        open: vec![false; next.len()],
        stack: Vec::new(),
        count: 0,
        found: Vec::new(),
    };
    for start in starts {
        if search.index.get(*start) == Some(&0) {
            search.run(*start);
        }
    }
    search.found
}

struct Search<'g> {
    next: &'g [Vec<usize>],
    /// The order in which nodes were first seen, from 1; 0 for those not seen.
    index: Vec<usize>,
    low: Vec<usize>,
    open: Vec<bool>,
    stack: Vec<usize>,
    count: usize,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn run(&mut self, start: usize) {
        let mut calls = vec![(start, 0_usize)];
        self.enter(start);
        while let Some((node, at)) = calls.last_mut() {
            let node = *node;
            match self.next.get(node).and_then(|list| list.get(*at)).copied() {
                Some(to) => {
                    *at += 1;
                    if self.index.get(to) == Some(&0) {
                        self.enter(to);
                        calls.push((to, 0));
                    } else if self.open.get(to) == Some(&true) {
                        let seen = self.index.get(to).copied().unwrap_or(0);
                        self.lower(node, seen);
                    }
                }
                None => {
                    calls.pop();
                    let low = self.low.get(node).copied().unwrap_or(0);
                    if let Some((parent, _)) = calls.last() {
                        self.lower(*parent, low);
                    }
                    if self.index.get(node) == Some(&low) {
                        self.close(node);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.count += 1;
        for (list, value) in [(&mut self.index, self.count), (&mut self.low, self.count)] {
            list.get_mut(node).into_iter().for_each(|slot| *slot = value);
        }
        self.open.get_mut(node).into_iter().for_each(|slot| *slot = true);
        self.stack.push(node);
    }

    fn lower(&mut self, node: usize, to: usize) {
        self.low.get_mut(node).into_iter().for_each(|low| *low = (*low).min(to));
    }

    fn close(&mut self, node: usize) {
        let mut component = Vec::new();
        while let Some(top) = self.stack.pop() {
            self.open.get_mut(top).into_iter().for_each(|slot| *slot = false);
            component.push(top);
            if top == node {
                break;
            }
        }
        component.reverse();
        self.found.push(component);
    }
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn circles_are_kept_together_and_come_after_what_they_lead_to() {
        let next = vec![vec![1], vec![2, 3], vec![0], vec![4], vec![], vec![0]];
        assert_eq!(components(&next, &[0]), [vec![4], vec![3], vec![0, 1, 2]]);
    }

    #[test]
    fn a_long_way_is_no_danger() {
        let next: Vec<Vec<usize>> = (0..100_000).map(|i| vec![(i + 1) % 100_000]).collect();
        assert_eq!(components(&next, &[0]).len(), 1);
    }
}
