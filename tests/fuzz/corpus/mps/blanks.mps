NAME          two words
ROWS
 N  a cost
 L  row 1
COLUMNS
    one col   a cost             1.5   row 1             2.0
    c 2       row 1              -3
RHS
              row 1               4
BOUNDS
 UP           one col             5
 FR           c 2
ENDATA
