"""The timeline: `chart.timeline` draws it from canvas, rows, marks, head, flags and arrows."""
