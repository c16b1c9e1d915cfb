//! What is true. Pure: no runtime, no sockets, no files, no clock, no chance, no printing; time and randomness come
//! in as arguments.

// The name is that of the floor, so that a path reads the same on every floor.
#[path = "."]
pub mod domain {
    pub mod audit;
    pub mod check;
    pub mod compile;
    pub mod crd;
    pub mod kill;
    pub mod llm;
    pub mod manifest;
    pub mod meter;
    pub mod registry;
    pub mod route;
    pub mod snapshot;
    pub mod upgrade;
    pub mod value;
}
