/** Judgement: what is dangerous about an operation here. One file per hazard. */
package dev.flux.hazard;
