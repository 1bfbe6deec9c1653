/** How right Flux is, counted: examples, labelled statements and measured facts, as documents. */
package dev.flux.accuracy;
