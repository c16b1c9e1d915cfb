//! The program against a real API server.

mod keys;
mod live;
mod rights;
mod workshop;
