//! The program as its user calls it, without a cluster.

mod archive;
mod access_log;
mod bad_input;
mod canary;
mod child;
mod closed;
mod completion;
mod demo;
mod dialects;
mod files;
mod flags;
mod hints;
mod init;
mod kill;
mod kubeconfig;
mod leaks;
mod manners;
mod misspelled;
mod model_tests;
mod panics;
mod providers;
mod readme;
mod signals;
mod speed;
mod status;
mod terminals;
