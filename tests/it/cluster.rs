//! The program against a real API server.

mod live;
mod rights;
mod workshop;
