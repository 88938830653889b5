ROWS
 N obj
 G r
 E s
COLUMNS
 m 'MARKER' 'INTORG'
 x obj 1 r 1
 m 'MARKER' 'INTEND'
 y obj 1 r 1
 z s 1 r -2
 w s 3
RHS
 r 1
RANGES
 RNG s -2
BOUNDS
 UP b x -3
 MI b y
 UP y 1e30
 BV b z
 FX w 2
ENDATA
