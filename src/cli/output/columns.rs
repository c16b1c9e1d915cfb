//! Tables that fit: which columns are shown, and how much of a cell.
//!
//! Piped output has the same columns for any rows, so scripts can rely on them. On a terminal, the table is fitted to its
//! width; `-o wide` shows everything.

use super::paint::{self, Paint};
use super::{table, terminal};
use crate::domain::registry::State;

/// A heading, and when it is shown.
pub type Column = (&'static str, ColumnVisibility);

/// When a column is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnVisibility {
    Always,
    Wide,
    /// Wide, or on a terminal that has room for it.
    Room,
    /// Wide, or where the rows differ in it.
    Varied,
    /// Wide, or where a row has something in it.
    Present,
    /// With a price catalog: wide, or where one is given.
    Priced,
}

/// What stands in a row under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// All of it.
    pub full: String,
    /// As much as a narrow table shows.
    pub short: String,
    /// How it is with what the cell is about; painted, and marked, on a terminal.
    pub state: Option<State>,
}

impl Cell {
    /// A cell that has two forms.
    #[must_use]
    pub fn shortened(full: impl Into<String>, short: impl Into<String>) -> Cell {
        Cell { full: full.into(), short: short.into(), state: None }
    }

    /// A list, of which a narrow table shows the start and how many more there are.
    #[must_use]
    pub fn several(words: &[String]) -> Cell {
        /// Letters.
        const ENOUGH: usize = 24;
        let full = words.join(", ");
        if full.chars().count() <= ENOUGH || words.len() < 2 {
            return Cell::from(full);
        }
        let mut shown = words[0].clone();
        let mut taken = 1;
        for word in &words[1..] {
            if shown.chars().count() + word.chars().count() + 2 > ENOUGH {
                break;
            }
            shown = format!("{shown}, {word}");
            taken += 1;
        }
        match words.len() - taken {
            0 => Cell::from(full),
            more => Cell::shortened(full, format!("{shown}, +{more} more")),
        }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Cell {
        let full = text.into();
        Cell { short: full.clone(), full, state: None }
    }
}

/// A table to draw.
pub struct Page<'a> {
    pub columns: &'a [Column],
    pub rows: Vec<Vec<Cell>>,
    pub headers: bool,
    pub wide: bool,
    /// `Priced` columns are shown; of a table that is not wide, too.
    pub prices: bool,
    /// Rows will follow under these: the columns are those of any rows.
    pub goes_on: bool,
}

impl Page<'_> {
    /// The table, for [`super::painted`].
    #[must_use]
    pub fn draw(&self) -> String {
        let shown = self.shown();
        let width = terminal::width().filter(|_| !self.wide && !self.goes_on);
        let marks = paint::wanted();
        let fitted = match width {
            Some(width) => self.fit(shown, width, marks),
            None => {
                let base = shown.into_iter().filter(|at| self.wide || !self.is_for_room(*at));
                base.map(|at| (at, self.wide)).collect()
            }
        };
        let drawn = self.with_columns(&fitted, marks);
        if marks { self.painted(&drawn, &fitted) } else { drawn }
    }

    fn is_for_room(&self, at: usize) -> bool {
        self.columns[at].1 == ColumnVisibility::Room
    }

    /// The columns that may be shown, by number.
    fn shown(&self) -> Vec<usize> {
        let differ = |at: usize| self.rows.windows(2).any(|two| two[0][at] != two[1][at]);
        let present = |at: usize| self.rows.iter().any(|row| !row[at].full.is_empty());
        let is_shown = |(at, (_, shown)): &(usize, &Column)| match shown {
            ColumnVisibility::Always | ColumnVisibility::Room => true,
            ColumnVisibility::Wide => self.wide,
            ColumnVisibility::Varied => self.wide || (!self.goes_on && differ(*at)),
            ColumnVisibility::Present => self.wide || (!self.goes_on && present(*at)),
            ColumnVisibility::Priced => self.prices,
        };
        self.columns.iter().enumerate().filter(is_shown).map(|(at, _)| at).collect()
    }

    /// The columns for a terminal, each with whether its cells are whole.
    fn fit(&self, shown: Vec<usize>, width: usize, marks: bool) -> Vec<(usize, bool)> {
        let is_wide = |columns: &[(usize, bool)]| {
            let text = self.with_columns(columns, marks);
            text.lines().map(|line| line.chars().count()).max().unwrap_or_default() > width
        };
        let mut columns: Vec<(usize, bool)> =
            shown.iter().filter(|at| !self.is_for_room(**at)).map(|at| (*at, false)).collect();
        for at in self.least_first(&columns) {
            if !is_wide(&columns) {
                break;
            }
            columns.retain(|(column, _)| *column != at);
        }
        let whole = shown.iter().filter(|at| !self.is_for_room(**at)).count();
        let has_room = columns.len() == whole;
        for at in shown.into_iter().filter(|at| has_room && self.is_for_room(*at)) {
            let mut more = columns.clone();
            more.push((at, false));
            more.sort_unstable();
            if !is_wide(&more) {
                columns = more;
            }
        }
        for index in 0..columns.len() {
            columns[index].1 = true;
            if is_wide(&columns) {
                columns[index].1 = false;
            }
        }
        columns
    }

    /// The columns without which a table that is too wide does best: empty ones, those that are the same in each row, and
    /// then the others from the right. Name and status stay.
    fn least_first(&self, columns: &[(usize, bool)]) -> Vec<usize> {
        let rank = |at: usize| {
            let is_empty = self.rows.iter().all(|row| row[at].full.is_empty());
            let is_same = self.rows.windows(2).all(|two| two[0][at] == two[1][at]);
            match (is_empty, is_same) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 2,
            }
        };
        let stays = |at: usize| matches!(self.columns[at].0, "NAME" | "STATUS");
        let mut rest: Vec<usize> =
            columns.iter().map(|(at, _)| *at).filter(|at| !stays(*at)).rev().collect();
        rest.sort_by_key(|at| rank(*at));
        rest
    }

    /// What a cell shows.
    fn text(cell: &Cell, whole: bool, marks: bool) -> String {
        let text = if whole { &cell.full } else { &cell.short };
        match cell.state.filter(|_| marks) {
            Some(state) => format!("{} {text}", paint::mark(state)),
            None => text.clone(),
        }
    }

    fn with_columns(&self, columns: &[(usize, bool)], marks: bool) -> String {
        let heading: Vec<&str> = columns.iter().map(|(at, _)| self.columns[*at].0).collect();
        let cells = |row: &Vec<Cell>| {
            columns.iter().map(|(at, whole)| Self::text(&row[*at], *whole, marks)).collect()
        };
        let rows: Vec<Vec<String>> = self.rows.iter().map(cells).collect();
        table::draw(self.headers.then_some(heading.as_slice()), &rows)
    }

    /// The table with each row's state in its color.
    fn painted(&self, drawn: &str, columns: &[(usize, bool)]) -> String {
        let heads = usize::from(self.headers);
        let state = |row: &Vec<Cell>| {
            columns.iter().find_map(|(at, whole)| {
                let cell = &row[*at];
                Some((cell.state?, table::visible(&Self::text(cell, *whole, true))))
            })
        };
        let states: Vec<Option<(State, String)>> = self.rows.iter().map(state).collect();
        let paint_line = |(index, line): (usize, &str)| {
            let state = index.checked_sub(heads).and_then(|row| states.get(row)?.as_ref());
            let found = state.and_then(|(state, text)| Some((state, text, line.rfind(text)?)));
            let Some((state, text, at)) = found else { return format!("{line}\n") };
            let (before, after) = (&line[..at], &line[at + text.len()..]);
            format!("{before}{}{after}\n", paint::paint(text, Paint::of(*state), true))
        };
        drawn.lines().enumerate().map(paint_line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        ("NAME", ColumnVisibility::Always),
        ("PROVIDER", ColumnVisibility::Always),
        ("MODEL", ColumnVisibility::Always),
        ("KEY", ColumnVisibility::Room),
        ("STATUS", ColumnVisibility::Always),
        ("AGE", ColumnVisibility::Wide),
    ];

    fn page(wide: bool) -> Page<'static> {
        let row = |name: &str, model: &str| {
            let status = Cell::shortened("SecretNotFound: Secret n/k not found", "SecretNotFound");
            let state = Some(State::NotReady);
            let cells = [name, "openai", model, "k"].map(Cell::from);
            let cells = cells.into_iter().chain([Cell { state, ..status }, Cell::from("5d")]);
            cells.collect::<Vec<_>>()
        };
        let rows = vec![row("smart", "gpt-4o"), row("fast", "gpt-4o-mini")];
        Page { columns: COLUMNS, rows, headers: true, wide, prices: false, goes_on: false }
    }

    fn heading(page: &Page<'_>, width: usize) -> String {
        let columns = page.fit(page.shown(), width, false);
        let drawn = page.with_columns(&columns, false);
        assert!(drawn.lines().all(|line| line.chars().count() <= width), "{drawn}");
        drawn.lines().next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_terminal_gets_what_it_has_room_for_and_loses_first_what_says_least() {
        let page = page(false);
        assert_eq!(heading(&page, 120), "NAME PROVIDER MODEL KEY STATUS");
        assert_eq!(heading(&page, 50), "NAME PROVIDER MODEL STATUS");
        assert_eq!(heading(&page, 40), "NAME MODEL STATUS", "every provider is the same");
        assert_eq!(heading(&page, 25), "NAME STATUS");
    }

    #[test]
    fn a_pipe_gets_fixed_columns_and_wide_all_of_them() {
        let drawn = page(false).draw();
        let expected = "NAME    PROVIDER   MODEL         STATUS\n\
                        smart   openai     gpt-4o        SecretNotFound\n\
                        fast    openai     gpt-4o-mini   SecretNotFound\n";
        assert_eq!(drawn, expected);
        let wide = page(true).draw();
        assert!(wide.starts_with("NAME    PROVIDER   MODEL         KEY"), "{wide}");
        assert!(wide.contains("SecretNotFound: Secret n/k not found"), "{wide}");
    }

    #[test]
    fn lists_show_their_start_and_how_many_more() {
        let words =
            |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(Cell::several(&words(&["a", "b"])).short, "a, b");
        let long = ["default/first-route", "default/second", "default/third"];
        let cell = Cell::several(&words(&long));
        assert_eq!(cell.short, "default/first-route, +2 more");
        assert_eq!(cell.full, "default/first-route, default/second, default/third");
        assert_eq!(Cell::several(&words(&["a-single-one-that-is-very-long"])).full.len(), 30);
    }

    #[test]
    fn only_the_status_is_painted() {
        let page = page(false);
        let columns = [(0, false), (4, false)];
        let painted = page.painted(&page.with_columns(&columns, true), &columns);
        assert!(painted.contains("smart   \u{1b}[31m✗ SecretNotFound\u{1b}[0m\n"), "{painted:?}");
        assert!(painted.starts_with("NAME    STATUS\n"), "{painted:?}");
    }
}
