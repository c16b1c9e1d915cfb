//! No circle among the rooms of a folder: a room is a file together with the folder of its name, and it names another
//! where any file in it does. What a room and its own children say to each other stays in the room.

use std::collections::{BTreeMap, BTreeSet};

use crate::files::Tree;
use crate::{Finding, Rule};

pub const RULES: &[Rule] = &[Rule {
    name: "no-circle",
    check: found,
    broken: &[
        &[
            ("src/domain/llm/a.rs", "use super::b::B;"),
            ("src/domain/llm/b.rs", "use crate::domain::llm::a::A;"),
        ],
        &[
            ("src/edge/simulator/a/inner.rs", "use crate::edge::simulator::b::B;"),
            ("src/edge/simulator/b.rs", "fn f() { super::c::f() }"),
            ("src/edge/simulator/c.rs", "type A = super::a::A;"),
        ],
    ],
    good: &[
        ("src/domain/route/a.rs", "mod inner; use super::b::B; pub struct A;"),
        ("src/domain/route/a/inner.rs", "use super::A; use crate::domain::route::b::B;"),
        ("src/domain/route/b.rs", "#[cfg(test)] mod tests { use crate::domain::route::a::A; }"),
        ("src/domain/route.rs", "pub mod a; pub mod b; use a::A;"),
    ],
}];

/// Rooms of one folder that name each other in a ring, directly or through others.
#[derive(Debug, PartialEq, Eq)]
pub struct Circle {
    /// `domain::route`
    pub folder: String,
    pub rooms: BTreeSet<String>,
    /// A file in it that names another room of it, and the line.
    at: (String, usize),
}

/// Rooms of a folder: what each names, with one place where it does.
type Rooms = BTreeMap<String, BTreeMap<String, (String, usize)>>;

/// Every circle, the largest first.
pub fn circles(tree: &Tree) -> Vec<Circle> {
    let mut found = Vec::new();
    for (folder, rooms) in folders(tree) {
        let reached: BTreeMap<_, _> =
            rooms.keys().map(|room| (room, reach(&rooms, room))).collect();
        let mut seen = BTreeSet::new();
        for (room, others) in &reached {
            let ring = others.iter().filter(|other| reached[other].contains(*room));
            let ring: BTreeSet<String> = ring.cloned().collect();
            if !ring.contains(*room) || !seen.insert(ring.clone()) {
                continue;
            }
            let at = rooms[*room].iter().find(|(other, _)| ring.contains(*other));
            let at = at.map(|(_, at)| at.clone()).expect("a ring has a way on");
            found.push(Circle { folder: folder.clone(), rooms: ring, at });
        }
    }
    found.sort_by_key(|circle| std::cmp::Reverse(circle.rooms.len()));
    found
}

/// What the program's files name, folder by folder.
fn folders(tree: &Tree) -> BTreeMap<String, Rooms> {
    let mut folders: BTreeMap<String, Rooms> = BTreeMap::new();
    for file in tree.program().filter(|file| !file.test) {
        let module = file.module();
        for depth in 0..module.len() {
            let rooms = folders.entry(module[..depth].join("::")).or_default();
            rooms.entry(module[depth].clone()).or_default();
        }
        for mention in file.mentions.iter().filter(|mention| !mention.test) {
            let Some(("crate", path)) = mention.path.split_first().map(|(a, b)| (a.as_str(), b))
            else {
                continue;
            };
            let shared = module.iter().zip(path).take_while(|(own, named)| own == named).count();
            // From the folder that both stand in, one room names another.
            let (Some(own), Some(named)) = (module.get(shared), path.get(shared)) else { continue };
            let rooms = folders.entry(module[..shared].join("::")).or_default();
            let at = (file.path.clone(), mention.line);
            rooms.entry(own.clone()).or_default().entry(named.clone()).or_insert(at);
        }
    }
    for rooms in folders.values_mut() {
        // A name that is no room is an item of the folder's own file.
        let names: BTreeSet<String> = rooms.keys().cloned().collect();
        rooms.values_mut().for_each(|named| named.retain(|name, _| names.contains(name)));
    }
    folders
}

/// Every room that can be come to from `from`; itself only where a way leads back.
fn reach(rooms: &Rooms, from: &str) -> BTreeSet<String> {
    let (mut reached, mut ahead) = (BTreeSet::new(), vec![from.to_owned()]);
    while let Some(room) = ahead.pop() {
        for next in rooms.get(&room).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(next.clone()) {
                ahead.push(next.clone());
            }
        }
    }
    reached
}

fn found(tree: &Tree) -> Vec<Finding> {
    let finding = |circle: Circle| {
        let rooms: Vec<_> = circle.rooms.iter().map(String::as_str).collect();
        let what = format!("`{}` has a circle of rooms: {}", circle.folder, rooms.join(", "));
        Finding { path: circle.at.0, line: circle.at.1, what }
    };
    circles(tree).into_iter().map(finding).collect()
}

/// What the circles are, for who works on them.
pub fn report(tree: &Tree) -> String {
    let circles = circles(tree);
    let rooms: usize = circles.iter().map(|circle| circle.rooms.len()).sum();
    let mut lines = vec![format!("{} circles, {rooms} rooms in them", circles.len())];
    lines.extend(circles.iter().map(|circle| {
        let rooms: Vec<_> = circle.rooms.iter().map(String::as_str).collect();
        format!("  {}: {}: {}", circle.folder, rooms.len(), rooms.join(", "))
    }));
    lines.join("\n")
}
