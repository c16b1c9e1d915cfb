//! The program against a real API server.

mod authoring;
mod keys;
mod live;
mod rights;
mod workshop;
