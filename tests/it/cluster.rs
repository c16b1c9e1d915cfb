//! The program against a real API server.

mod authoring;
mod keys;
mod large;
mod live;
mod rights;
mod views;
mod workshop;
