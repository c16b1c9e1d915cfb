//! The program against a real API server.

mod check;
mod live;
mod rights;
mod workshop;
