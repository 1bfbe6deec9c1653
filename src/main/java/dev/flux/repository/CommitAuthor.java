package dev.flux.repository;

/** Under which name and address a commit stands. */
public record CommitAuthor(String name, String email) {}
