//! Objects as kubectl's users name them: `TYPE/NAME`, short names of types, and for `describe` a name alone. They become the
//! words that the commands know, before anything is parsed.

use std::ffi::OsString;

use super::complete::line::Line;
use super::complete::type_words::type_of;

/// The commands whose first words name an object.
const COMMANDS: &[(&str, FirstWord)] = &[
    ("list", FirstWord::Type),
    ("describe", FirstWord::TypeOrName),
    ("remove", FirstWord::Type),
    ("export", FirstWord::Type),
    ("tree", FirstWord::Name(&["backend", "model", "route", "gateway"])),
    ("graph", FirstWord::Name(&["backend", "model", "route", "gateway"])),
    ("set weight", FirstWord::Name(&["route"])),
    ("set header", FirstWord::Name(&["route"])),
    ("set model", FirstWord::Name(&["backend"])),
    ("key set", FirstWord::Name(&["key"])),
    ("key check", FirstWord::Name(&["key"])),
    ("key rotate", FirstWord::Name(&["key"])),
    ("test curl", FirstWord::Name(&["backend", "model"])),
];

/// What the first word of a command is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FirstWord {
    /// A type, before the names.
    Type,
    /// The same, or the name alone.
    TypeOrName,
    /// A name of an object of one of these types.
    Name(&'static [&'static str]),
}

/// The type that is given where the user named none.
pub const ANY: &str = "any";

/// The arguments as the commands know them.
#[must_use]
pub fn read(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let names = |word: &OsString| {
        let is_of = |command: &str| command.split(' ').next().is_some_and(|first| word == first);
        COMMANDS.iter().any(|(command, _)| is_of(command))
            || ["ls", "get", "rm", "delete"].iter().any(|alias| word == alias)
    };
    if !arguments.iter().skip(1).any(names) {
        return arguments;
    }
    let mut root = super::definition();
    root.build();
    let words: Vec<String> =
        arguments.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let line = Line::read(&root, &words);
    let path = line.path.join(" ");
    let rule = COMMANDS.iter().find(|(command, _)| *command == path).map(|row| row.1);
    let (Some(rule), Some(first), Some(at)) = (rule, line.words.first(), line.places.first())
    else {
        return arguments;
    };
    // The program's name stands before them.
    let replaced = at + 1..at + 2;
    let words = replacement(rule, first, line.words.len());
    arguments.splice(replaced, words.into_iter().map(OsString::from));
    arguments
}

/// The words that replace the first one.
fn replacement(rule: FirstWord, first: &str, count: usize) -> Vec<String> {
    let pair = first.split_once('/').and_then(|(word, name)| Some((type_of(word)?, name)));
    match (rule, pair) {
        (FirstWord::Type | FirstWord::TypeOrName, Some((of, name))) => {
            vec![of.to_owned(), name.to_owned()]
        }
        (FirstWord::TypeOrName, None) if count == 1 && type_of(first).is_none() => {
            vec![ANY.to_owned(), first.to_owned()]
        }
        (FirstWord::Type | FirstWord::TypeOrName, None) => {
            vec![type_of(first).unwrap_or(first).to_owned()]
        }
        (FirstWord::Name(types), Some((of, name))) if types.contains(&of) => vec![name.to_owned()],
        (FirstWord::Name(_), _) => vec![first.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> String {
        let arguments = line.split(' ').map(OsString::from).collect();
        let read: Vec<_> =
            read(arguments).into_iter().map(|word| word.to_string_lossy().into_owned()).collect();
        read.join(" ")
    }

    #[test]
    fn types_and_names_are_read_as_kubectl_reads_them() {
        for (typed, meant) in [
            ("agw describe backend/gpt", "agw describe backend gpt"),
            ("agw describe be gpt -n x", "agw describe backend gpt -n x"),
            ("agw -n x describe gw/edge", "agw -n x describe gateway edge"),
            ("agw describe gpt", "agw describe any gpt"),
            ("agw describe prod/gpt", "agw describe any prod/gpt"),
            ("agw describe backend prod/gpt", "agw describe backend prod/gpt"),
            ("agw describe backend", "agw describe backend"),
            ("agw describe -f dir gpt", "agw describe -f dir any gpt"),
            ("agw rm hr/gpt --yes", "agw rm route gpt --yes"),
            ("agw get agbe", "agw get backend"),
            ("agw list AgentgatewayBackends.agentgateway.dev", "agw list backend"),
            ("agw export pol/limits", "agw export policy limits"),
            ("agw set weight route/gpt a=1", "agw set weight gpt a=1"),
            ("agw key check secret/k", "agw key check k"),
            ("agw test curl be/gpt hello/world", "agw test curl gpt hello/world"),
            ("agw tree gateway/edge", "agw tree edge"),
            ("agw list -f describe/list", "agw list -f describe/list"),
            ("agw serve -- list be/x", "agw serve -- list be/x"),
            ("agw remove no-such/x", "agw remove no-such/x"),
        ] {
            assert_eq!(words(typed), meant);
        }
    }
}
