"""Rules on call schedules: each a mask over columns of calls."""
