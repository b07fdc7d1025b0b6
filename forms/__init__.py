"""Forms: parse, coerce, explain. Each gives one typed value."""
