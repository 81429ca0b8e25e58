"""Reports written from the record: each activity's, and every partner's public record of a year."""
