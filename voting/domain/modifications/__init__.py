"""What a modification is: its life cycle, its timetable, its report, and the rules that hold for them."""
