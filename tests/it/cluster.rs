//! The program against a real API server.

mod again;
mod authoring;
mod blind;
mod check;
mod chosen_keys;
mod connections;
mod every_kind;
mod files;
mod formats;
mod keys;
mod kill;
mod large;
mod live;
mod one_verdict;
mod outages;
mod port_forward;
mod rights;
mod scope;
mod shapes;
mod verdicts;
mod views;
mod workshop;
