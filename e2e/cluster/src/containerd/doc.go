// Package containerdnode pins containerd; its programs are built by import path.
package containerdnode
