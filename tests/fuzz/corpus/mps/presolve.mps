ROWS
 N obj
 E one
 L two
 G three
 G twice
 L force
COLUMNS
 a one 2 two 1
 a three 1 twice 2
 b two 1 three 1
 b twice 2
 c force 1 obj 1
 d force 2 three -1
 d twice -2 obj 4
 e obj 1
RHS
 rhs one 4 two 9
 rhs three 1
ENDATA
