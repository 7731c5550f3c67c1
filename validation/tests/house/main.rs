//! Tests of the house: rules that no single crate can hold alone.

mod documents;
mod files;
mod homes;
mod layers;
mod registries;
mod tree;
mod words;
