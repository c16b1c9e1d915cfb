//! The program against a real API server.

mod files;
mod live;
mod rights;
mod verdicts;
mod workshop;
