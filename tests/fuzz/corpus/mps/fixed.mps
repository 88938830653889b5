* a comment
NAME          EXAMPLE
ROWS
 N  COST
 L  LIM1
 G  LIM2
 E  MYEQN
 E  LOOSE
 N  UNUSED
COLUMNS
    X         COST               1.0   LIM1               1.0
    X         LIM2               1.0   UNUSED             7.0
    Y         COST               2.0   LIM1               1.0
    Y         MYEQN             -1.0
    Z         COST              -1.0   MYEQN              1.0
    Z         LOOSE         1.5D+01
RHS
    RHS       COST               -10   LIM1               4.0
    RHS       LIM2               1.0   MYEQN              7.0
    RHS       LOOSE              3.0
RANGES
    RNG       LIM1               2.5   LIM2               3.0
    RNG       MYEQN              2.0   LOOSE             -1.0
BOUNDS
 UP BND       X                  4.0
 LO BND       Y                 -1.0
 UP BND       Y                  1.0
 MI BND       Z
 UP BND       Z                  8.0
ENDATA
