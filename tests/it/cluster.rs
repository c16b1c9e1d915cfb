//! The program against a real API server.

mod authoring;
mod check;
mod large;
mod live;
mod rights;
mod views;
mod workshop;
