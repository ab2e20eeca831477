//! Few dialogues for many ways.

use std::collections::BTreeSet;

use super::walk::Visit;

/// Dialogues that together go all wanted ways, each as its visits from the first on: again and again the one that
/// goes the most of what is left, the shorter one of two. This is at most a logarithm away from the smallest set.
pub(super) fn choose(visits: &[Visit<'_>], wanted: &BTreeSet<usize>) -> Vec<Vec<usize>> {
    let mut went: Vec<BTreeSet<usize>> = Vec::with_capacity(visits.len());
    for visit in visits {
        let mut all = visit.parent.and_then(|parent| went.get(parent)).cloned().unwrap_or_default();
        all.extend(visit.went.iter().filter(|edge| wanted.contains(edge)));
        went.push(all);
    }
    let mut left = wanted.clone();
    let mut chosen = Vec::new();
    while !left.is_empty() {
        let best = visits.iter().zip(&went).enumerate().max_by_key(|(index, (visit, went))| {
            let fresh = went.intersection(&left).count();
            (fresh, std::cmp::Reverse(visit.depth), std::cmp::Reverse(*index))
        });
        let Some((index, (_, went))) = best else { break };
        let before = left.len();
        left.retain(|edge| !went.contains(edge));
        if left.len() == before {
            break;
        }
        chosen.push(way_to(visits, index));
    }
    chosen.sort();
    chosen
}

/// The visits that lead to one, from the first on.
pub(super) fn way_to(visits: &[Visit<'_>], index: usize) -> Vec<usize> {
    let mut way: Vec<usize> =
        std::iter::successors(Some(index), |index| visits.get(*index).and_then(|visit| visit.parent)).collect();
    way.reverse();
    way
}
