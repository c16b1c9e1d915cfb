//! The program against a real API server.

mod authoring;
mod live;
mod rights;
mod workshop;
