//! What is done: clusters, files, sockets, logs.
