//! A client program: its manifest, the contract with it, and running it.
