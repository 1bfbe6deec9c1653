/** Facts: what an operation does to a live database of an engine and version. */
package dev.flux.engine;
